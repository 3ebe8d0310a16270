package thaw.model;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import thaw.LoadedModel;
import thaw.Models;

/** One use of a model in memory. Thread-safe. */
final class ResidentLease implements Models.Lease {

    private static final AtomicIntegerFieldUpdater<ResidentLease> CLOSED = AtomicIntegerFieldUpdater
            .newUpdater(ResidentLease.class, "closed");

    private final ResidentModel resident;
    private volatile int closed;

    /** A use that was counted already. */
    ResidentLease(ResidentModel resident) {
        this.resident = resident;
    }

    @Override
    public LoadedModel loaded() {
        return resident;
    }

    @Override
    public void close() {
        // A use given back twice would let the model be freed under another's run.
        if (CLOSED.compareAndSet(this, 0, 1)) {
            resident.uses().leave();
        }
    }
}
