package thaw.local;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for a condition, and fails when it does not come true in time. */
final class Await {

    private static final Duration MOST = Duration.ofSeconds(60);

    private Await() {}

    static void until(String what, BooleanSupplier condition) {
        long until = System.nanoTime() + MOST.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new AssertionError("not within " + MOST.toSeconds() + " s: " + what);
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException stopped) {
                throw new AssertionError(what, stopped);
            }
        }
    }
}
