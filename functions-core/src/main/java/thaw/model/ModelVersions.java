package thaw.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import thaw.InferenceException;

/**
 * The versions of one model.
 *
 * @param name    of the model
 * @param paths   of the packages, by version, lowest first: numbers by value, then other names by letter
 * @param aliases names for some of them
 */
record ModelVersions(String name, SortedMap<String, Path> paths, Aliases aliases) {

    // Not built from Comparator's own: their lambdas are serializable, and so in no class archive.
    static final Comparator<String> ORDER = ModelVersions::compare;

    ModelVersions {
        SortedMap<String, Path> ordered = new TreeMap<>(ORDER);
        ordered.putAll(paths);
        paths = Collections.unmodifiableSortedMap(ordered);
    }

    private static int compare(String one, String other) {
        boolean numeric = numeric(one);
        if (numeric != numeric(other)) {
            return numeric ? -1 : 1;
        }
        int byValue = numeric ? byLength(magnitude(one), magnitude(other)) : 0;
        return byValue != 0 ? byValue : one.compareTo(other);
    }

    static boolean numeric(String version) {
        return !version.isEmpty() && version.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }

    private static String magnitude(String digits) {
        return digits.replaceFirst("^0+(?=.)", "");
    }

    /** Numbers of any length: a date and time is a version, too. */
    private static int byLength(String one, String other) {
        return one.length() != other.length() ? Integer.compare(one.length(), other.length())
                : one.compareTo(other);
    }

    /** The versions, lowest first. */
    List<String> versions() {
        return List.copyOf(paths.keySet());
    }

    /**
     * What a request gets.
     *
     * @param version a version, an alias, or empty for the standard choice
     * @throws InferenceException not found, naming what there is
     */
    VersionChoice choice(String version) {
        if (version.isEmpty()) {
            return aliases.standard(paths.lastKey());
        }
        if (paths.containsKey(version)) {
            return VersionChoice.always(version);
        }
        return aliases.choice(version).orElseThrow(() -> InferenceException.notFound(
                "model '" + name + "' version '" + version + "'", "expected one of " + known()));
    }

    /** The versions that the standard choice and the aliases lead to. */
    List<String> preferred() {
        Set<String> preferred = new LinkedHashSet<>(choice("").versions());
        preferred.addAll(aliases.canary().keySet());
        preferred.addAll(aliases.versions().values());
        return List.copyOf(preferred);
    }

    private List<String> known() {
        List<String> known = new ArrayList<>(paths.keySet());
        known.addAll(aliases.versions().keySet());
        return known;
    }
}
