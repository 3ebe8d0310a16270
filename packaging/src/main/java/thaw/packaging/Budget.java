package thaw.packaging;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

import thaw.InferenceException;

/**
 * What a package takes of something that its platform limits.
 *
 * @param what   is limited
 * @param bytes  that the package takes
 * @param limit  of the platform, or what was asked of it
 * @param parts  that take it, by their names; empty for all files of the package
 * @param advice what to do if that is too little
 */
record Budget(String what, long bytes, long limit, SortedMap<String, Long> parts, String advice) {

    Budget {
        Objects.requireNonNull(what, "what");
        parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
        Objects.requireNonNull(advice, "advice");
    }

    /** Of something that every file takes. */
    Budget(String what, long bytes, long limit, String advice) {
        this(what, bytes, limit, new TreeMap<>(), advice);
    }

    /**
     * Checks it.
     *
     * @param files of the package, of which the largest is named unless the budget has its own parts
     * @throws InferenceException malformed, with both numbers, what takes most of it, and what to do
     */
    void requireKept(String culprit, Map<String, Long> files) {
        if (bytes > limit) {
            String largest = (parts.isEmpty() ? files : parts).entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .map(file -> ", most of it " + file.getKey() + " with " + megabytes(file.getValue()))
                    .orElse("");
            throw InferenceException.malformed(culprit, what + ": takes " + megabytes(bytes) + " of at most "
                    + megabytes(limit) + largest + "; " + advice);
        }
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / 1024.0 / 1024.0);
    }

    Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("what", what);
        tree.put("bytes", bytes);
        tree.put("limit", limit);
        return tree;
    }
}
