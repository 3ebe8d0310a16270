package thaw.predict;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds the name that a mistyped one was probably meant to be: the fewest letters to change. */
final class ClosestName {

    /** Bounds the work that a hostile name can cause. */
    private static final int LONGEST = 64;

    private ClosestName() {}

    /** The candidate nearest to a name; candidates must not be empty. */
    static String to(String name, Collection<String> candidates) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return candidates.stream()
                .min(Comparator.comparingInt(
                        candidate -> distance(wanted, candidate.toLowerCase(Locale.ROOT))))
                .orElseThrow();
    }

    /** Levenshtein's distance, of names cut to a length. */
    private static int distance(String from, String to) {
        int rows = Math.min(from.length(), LONGEST);
        int columns = Math.min(to.length(), LONGEST);
        int[] previous = new int[columns + 1];
        int[] current = new int[columns + 1];
        for (int j = 0; j <= columns; j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= rows; i++) {
            current[0] = i;
            for (int j = 1; j <= columns; j++) {
                int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                current[j] = Math.min(previous[j - 1] + change, Math.min(previous[j], current[j - 1]) + 1);
            }
            int[] spare = previous;
            previous = current;
            current = spare;
        }
        return previous[columns];
    }
}
