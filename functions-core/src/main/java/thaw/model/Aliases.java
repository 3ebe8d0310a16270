package thaw.model;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import thaw.InferenceException;
import thaw.json.JsonObject;

/**
 * {@code aliases.json}: names for versions, such as {@code {"prod": "3", "canary": {"4": 10}, "shadow": "5"}}.
 * {@code prod} is what a request gets that names no version, but for the percentages that {@code canary} takes of them.
 *
 * @param versions versions by alias
 * @param canary   percentages by version; empty for none
 */
record Aliases(Map<String, String> versions, Map<String, Integer> canary) {

    static final String FILE = "aliases.json";
    static final Aliases NONE = new Aliases(Map.of(), Map.of());

    private static final String PROD = "prod";
    private static final String CANARY = "canary";
    private static final int WHOLE = 100;

    /** Reads the file and checks that every version in it is there. */
    static Aliases read(Path file, Collection<String> existing) {
        return PackageFiles
                .blaming(() -> parse(JsonObject.of(PackageFiles.json(file), file.toString()), existing));
    }

    private static Aliases parse(JsonObject json, Collection<String> existing) {
        Map<String, String> versions = new LinkedHashMap<>();
        Map<String, Integer> canary = new LinkedHashMap<>();
        for (String alias : json.keys()) {
            if (existing.contains(alias)) {
                throw InferenceException.mismatch(json.at(alias), "a name that is not a version's",
                        "the name of one");
            }
            if (alias.equals(CANARY)) {
                json.object(CANARY).ifPresent(shares -> addShares(shares, existing, canary));
            } else {
                versions.put(alias, requireExisting(json.at(alias), json.string(alias), existing));
            }
        }
        return new Aliases(versions, canary);
    }

    private static void addShares(JsonObject json, Collection<String> existing, Map<String, Integer> canary) {
        int left = WHOLE;
        for (String version : json.keys()) {
            requireExisting(json.at(version), version, existing);
            int share = json.integer(version, 0, left);
            left -= share;
            canary.put(version, share);
        }
        canary.values().removeIf(share -> share == 0);
    }

    private static String requireExisting(String where, String version, Collection<String> existing) {
        if (!existing.contains(version)) {
            throw InferenceException.mismatch(where, "one of the versions " + existing, "'" + version + "'");
        }
        return version;
    }

    /** What a request gets that names no version. */
    VersionChoice standard(String highest) {
        String prod = versions.getOrDefault(PROD, highest);
        return canary.isEmpty() ? VersionChoice.always(prod) : VersionChoice.mixed(canary, prod);
    }

    /** What an alias stands for, if there is such an alias. */
    Optional<VersionChoice> choice(String alias) {
        if (alias.equals(CANARY) && !canary.isEmpty()) {
            return Optional.of(VersionChoice.among(canary));
        }
        return Optional.ofNullable(versions.get(alias)).map(VersionChoice::always);
    }
}
