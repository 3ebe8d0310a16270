package thaw.batch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

import thaw.Deadline;
import thaw.InferenceException;
import thaw.Limits;
import thaw.telemetry.Telemetry;

/**
 * Lets so many model runs go side by side; others wait in the order of their arrival, and beyond the queue's length are
 * refused at once. Thread-safe.
 */
public final class Admission {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final int concurrency;
    private final int queue;
    private final Telemetry telemetry;
    private final ArrayDeque<Waiter> waiting = new ArrayDeque<>();
    private int running;

    /** Within {@link Limits#concurrency()} and {@link Limits#queue()}. */
    public Admission(Limits limits, Telemetry telemetry) {
        this.concurrency = limits.concurrency();
        this.queue = limits.queue();
        this.telemetry = Objects.requireNonNull(telemetry, "telemetry");
    }

    /**
     * Takes a place if one is free, else stands in line.
     *
     * @throws InferenceException overloaded, if the line is full
     */
    Waiter join() {
        Waiter waiter = new Waiter();
        synchronized (waiting) {
            if (running < concurrency) {
                running++;
                waiter.state = State.ADMITTED;
                return waiter;
            }
            if (waiting.size() >= queue) {
                throw InferenceException.overloaded("server", "expected at most " + concurrency
                        + " model runs side by side with " + queue + " waiting, got one more", RETRY_AFTER);
            }
            waiting.add(waiter);
            telemetry.queueDepth(waiting.size());
        }
        return waiter;
    }

    /** Takes one out of the line; false if it is not there any more. */
    boolean withdraw(Waiter waiter) {
        synchronized (waiting) {
            if (waiter.state != State.WAITING) {
                return false;
            }
            waiting.remove(waiter);
            waiter.state = State.WITHDRAWN;
            telemetry.queueDepth(waiting.size());
        }
        waiter.wake();
        return true;
    }

    /** Gives a place back: to the first in line, if there is one. */
    void leave() {
        Waiter next;
        synchronized (waiting) {
            next = waiting.poll();
            if (next == null) {
                running--;
                return;
            }
            next.state = State.ADMITTED;
            telemetry.queueDepth(waiting.size());
        }
        next.wake();
    }

    private enum State {
        WAITING, ADMITTED, WITHDRAWN
    }

    /** One thread that wants a place. */
    final class Waiter {
        private final Thread thread = Thread.currentThread();
        private volatile State state = State.WAITING;

        /** Whether it has a place, which its thread must give back. */
        boolean admitted() {
            return state == State.ADMITTED;
        }

        private void wake() {
            LockSupport.unpark(thread);
        }

        /**
         * Waits until it is admitted or withdrawn; only for the thread that joined.
         *
         * @throws InferenceException deadline or unavailable, if time ran out or the thread was interrupted; then it is
         *                            in no line and has no place
         */
        void await(Deadline deadline) {
            while (state == State.WAITING) {
                if (deadline.passed() && withdraw(this)) {
                    throw InferenceException.deadline("server",
                            "expected a model run within the time allowed, got none while waiting in line");
                }
                if (Thread.currentThread().isInterrupted() && withdraw(this)) {
                    throw InferenceException.unavailable("server",
                            "interrupted while waiting for a model run", null);
                }
                if (state == State.WAITING) {
                    LockSupport.parkNanos(this, deadline.remainingNanos());
                }
            }
        }
    }
}
