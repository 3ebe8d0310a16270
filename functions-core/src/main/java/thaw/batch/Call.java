package thaw.batch;

import java.util.Set;
import java.util.concurrent.locks.LockSupport;

import thaw.Deadline;
import thaw.InferenceException;
import thaw.Tensors;

/** One caller's inputs, and later its outputs or its failure. Thread-safe. */
final class Call {

    private final Tensors inputs;
    private final Set<String> wanted;
    private final Deadline deadline;
    private final long rows;
    private final Thread caller = Thread.currentThread();
    private Tensors outputs;
    private RuntimeException failure;
    private volatile boolean done;

    Call(Tensors inputs, Set<String> wanted, Deadline deadline) {
        this.inputs = inputs;
        this.wanted = wanted;
        this.deadline = deadline;
        this.rows = inputs.rows();
    }

    Tensors inputs() {
        return inputs;
    }

    Set<String> wanted() {
        return wanted;
    }

    Deadline deadline() {
        return deadline;
    }

    long rows() {
        return rows;
    }

    /** Whether the rows of both can go into one run. */
    boolean joinable(Call other) {
        return wanted.equals(other.wanted) && inputs.joinable(other.inputs);
    }

    void succeed(Tensors result) {
        outputs = result;
        finish();
    }

    void fail(RuntimeException cause) {
        failure = cause;
        finish();
    }

    private void finish() {
        done = true;
        if (caller != Thread.currentThread()) {
            LockSupport.unpark(caller);
        }
    }

    boolean done() {
        return done;
    }

    /**
     * The caller's own rows, once another thread has run them.
     *
     * @throws InferenceException the call's own failure; deadline or unavailable, if its time runs out or its thread is
     *                            interrupted before
     */
    Tensors await() {
        while (!done) {
            if (deadline.passed()) {
                throw InferenceException.deadline("server",
                        "expected the model run to end within the time allowed");
            }
            if (Thread.currentThread().isInterrupted()) {
                throw InferenceException.unavailable("server", "interrupted while waiting for a model run",
                        null);
            }
            LockSupport.parkNanos(this, deadline.remainingNanos());
        }
        return result();
    }

    /** What became of it; only when it is done. */
    Tensors result() {
        if (failure != null) {
            throw failure;
        }
        return outputs;
    }
}
