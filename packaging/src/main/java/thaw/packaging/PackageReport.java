package thaw.packaging;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was packaged. Immutable.
 *
 * @param folder   that holds all of it
 * @param artefact the file that is deployed
 * @param function its name
 * @param target   where it runs
 * @param handler  that the platform calls; empty where it needs no name
 * @param sha256   of the artefact
 * @param bytes    of the artefact
 * @param files    in it, by path, with their sizes before compression
 * @param notes    what was left out, and why
 * @param details  all of this as {@code package.json} has it
 */
public record PackageReport(Path folder, Path artefact, String function, Target target, String handler,
        String sha256, long bytes, SortedMap<String, Long> files, List<String> notes,
        Map<String, Object> details) {

    /** The file's name. */
    public static final String FILE = "package.json";

    static final int FORMAT = 1;

    public PackageReport {
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(artefact, "artefact");
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        notes = List.copyOf(notes);
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    /** All bytes before compression. */
    public long unpacked() {
        return files.values().stream().mapToLong(Long::longValue).sum();
    }
}
