package thaw.model;

import java.security.SecureRandom;

/**
 * Chance that instances made of one snapshot do not share: the system's own, not that of a generator whose state was
 * stored with the process. Made at its first use, for that takes milliseconds which a start need not wait. Thread-safe.
 */
public final class Draw {

    private Draw() {}

    private static final class Source {
        private static final SecureRandom RANDOM = new SecureRandom();
    }

    /** From 0, included, to 1, excluded. */
    static double share() {
        return Source.RANDOM.nextDouble();
    }

    /** From 0, included, to that number, excluded. */
    public static int below(int bound) {
        return Source.RANDOM.nextInt(bound);
    }
}
