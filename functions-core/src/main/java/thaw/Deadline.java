package thaw;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The moment by which an event's result must be stored. Immutable, thread-safe; measured on a monotonic clock. */
public final class Deadline {

    private static final Deadline NONE = new Deadline(Long.MAX_VALUE, false, System::nanoTime);

    private final long nanoTime;
    private final boolean bounded;
    private final LongSupplier clock;

    private Deadline(long nanoTime, boolean bounded, LongSupplier clock) {
        this.nanoTime = nanoTime;
        this.bounded = bounded;
        this.clock = clock;
    }

    /** No limit. */
    public static Deadline none() {
        return NONE;
    }

    /** That long from now. */
    public static Deadline after(Duration duration) {
        return after(duration, System::nanoTime);
    }

    /** That long from now, by a clock of nanoseconds that never goes back. */
    public static Deadline after(Duration duration, LongSupplier clock) {
        return new Deadline(clock.getAsLong() + duration.toNanos(), true, clock);
    }

    /** Whether there is a limit at all. */
    public boolean bounded() {
        return bounded;
    }

    /** Nanoseconds left: negative when it has passed, {@link Long#MAX_VALUE} when there is no limit. */
    public long remainingNanos() {
        return bounded ? nanoTime - clock.getAsLong() : Long.MAX_VALUE;
    }

    /** Whether it has passed. */
    public boolean passed() {
        return remainingNanos() <= 0;
    }

    /** The earlier of the two. */
    public Deadline orSooner(Duration limit) {
        return remainingNanos() <= limit.toNanos() ? this : after(limit, clock);
    }
}
