package thaw.predict;

import java.util.Arrays;

/** The best of some scores. */
final class Ranking {

    private Ranking() {}

    /**
     * The indices of the scores that reach the threshold, best first, at most that many; of equal scores the one of the
     * lower index comes first.
     */
    static int[] best(double[] scores, int atMost, double threshold) {
        int[] best = new int[Math.min(atMost, scores.length)];
        int found = 0;
        for (int i = 0; i < scores.length; i++) {
            boolean fits = found < best.length || scores[i] > scores[best[found - 1]];
            if (scores[i] < threshold || !fits) {
                continue;
            }
            int at = place(scores, best, found, scores[i]);
            int kept = Math.min(found, best.length - 1);
            System.arraycopy(best, at, best, at + 1, kept - at);
            best[at] = i;
            found = kept + 1;
        }
        return found == best.length ? best : Arrays.copyOf(best, found);
    }

    /** Where a score belongs: behind all that are as good. */
    private static int place(double[] scores, int[] best, int found, double score) {
        int low = 0;
        int high = found;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (scores[best[middle]] >= score) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
