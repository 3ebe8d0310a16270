package thaw.packaging;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import thaw.InferenceException;

/**
 * What a package takes of something that its platform limits.
 *
 * @param what   is limited
 * @param bytes  that the package takes
 * @param limit  of the platform, or what was asked of it
 * @param advice what to do if that is too little
 */
record Budget(String what, long bytes, long limit, String advice) {

    Budget {
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(advice, "advice");
    }

    /**
     * Checks it.
     *
     * @throws InferenceException malformed, with both numbers and what to do
     */
    void requireKept(String culprit) {
        if (bytes > limit) {
            throw InferenceException.malformed(culprit, what + ": takes " + megabytes(bytes) + " of at most "
                    + megabytes(limit) + "; " + advice);
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
