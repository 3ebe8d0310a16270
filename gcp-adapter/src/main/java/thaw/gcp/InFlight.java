package thaw.gcp;

import java.time.Duration;

/** How many requests are on their way, so that an instance that must stop can wait for them. Thread-safe. */
final class InFlight {

    private int count;

    synchronized void enter() {
        count++;
    }

    /** Whether it was the last. */
    synchronized boolean leave() {
        count--;
        notifyAll();
        return count == 0;
    }

    /** Waits until none is left; false if some still are when the time is over. */
    synchronized boolean drained(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        try {
            for (long left = limit.toMillis(); count > 0
                    && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return count == 0;
    }
}
