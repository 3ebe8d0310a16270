package thaw.local;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before the next try: from 100 ms, doubled each time, to 30 s; a fifth more or less by chance. */
final class Backoff {

    private static final long FIRST_MILLIS = 100;

    private static final long MOST_MILLIS = 30_000;

    private Backoff() {}

    /** The wait after that many failures, from 1. */
    static Duration after(int failures) {
        long millis = Math.min(MOST_MILLIS, FIRST_MILLIS << Math.min(failures - 1, 20));
        return Duration.ofMillis((long) (millis * ThreadLocalRandom.current().nextDouble(0.8, 1.2)));
    }
}
