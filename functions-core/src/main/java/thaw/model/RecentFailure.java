package thaw.model;

import java.time.Duration;
import java.util.function.LongSupplier;

import thaw.InferenceException;

/**
 * The last failure to load a model, repeated to everyone who asks until it is time for another try: after one second,
 * then after twice as long each time, up to a minute. Not thread-safe.
 */
final class RecentFailure {

    private static final long SHORTEST = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST = Duration.ofMinutes(1).toNanos();

    private final LongSupplier clock;
    private InferenceException failure;
    private long wait = SHORTEST;
    private long retryAt;

    RecentFailure(LongSupplier clock) {
        this.clock = clock;
    }

    void remember(InferenceException latest) {
        wait = failure == null ? SHORTEST : Math.min(2 * wait, LONGEST);
        failure = latest;
        retryAt = clock.getAsLong() + wait;
    }

    void clear() {
        failure = null;
    }

    /** Throws the failure again if it is too early for another try. */
    void throwIfRecent() {
        if (failure != null && clock.getAsLong() - retryAt < 0) {
            throw failure;
        }
    }
}
