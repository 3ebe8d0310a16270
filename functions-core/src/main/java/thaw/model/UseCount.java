package thaw.model;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many calls are using something that must not be freed under them. Entering and leaving cost one atomic addition
 * each and never block. Thread-safe.
 */
public final class UseCount {

    private static final long CLOSED = Long.MIN_VALUE;

    private final AtomicLong state = new AtomicLong();
    private final CountDownLatch drained = new CountDownLatch(1);

    /** Whether the caller may use it; if so, {@link #leave()} must follow. */
    public boolean enter() {
        if (state.getAndIncrement() >= 0) {
            return true;
        }
        leave();
        return false;
    }

    /** Ends what {@link #enter()} allowed. */
    public void leave() {
        if (state.decrementAndGet() == CLOSED) {
            drained.countDown();
        }
    }

    /** Whether nobody may enter any more. */
    public boolean closed() {
        return state.get() < 0;
    }

    /** Closes it if nobody is using it; whether this call closed it. */
    public boolean closeIfIdle() {
        return state.compareAndSet(0, CLOSED);
    }

    /**
     * Refuses new uses and waits for those under way, however long they take; an interruption is kept for later, since
     * freeing memory under a running call would kill the process.
     *
     * @return whether this call closed it; false if it was closed before
     */
    public boolean close() {
        long before = state.getAndUpdate(uses -> uses | CLOSED);
        if (before < 0) {
            return false;
        }
        if (before > 0) {
            awaitDrained();
        }
        return true;
    }

    private void awaitDrained() {
        boolean interrupted = false;
        while (true) {
            try {
                drained.await();
                break;
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
