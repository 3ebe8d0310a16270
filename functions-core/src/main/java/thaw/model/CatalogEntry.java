package thaw.model;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import thaw.InferenceException;
import thaw.ModelId;
import thaw.Models;

/** One version of a model: in memory or not. A lease of one in memory takes no lock. Thread-safe. */
final class CatalogEntry {

    private final ModelId id;
    private final ModelLoader loader;
    private final MemoryBudget budget;
    private final ReentrantLock loading = new ReentrantLock();
    private final RecentFailure failure;
    private final AtomicReference<ResidentModel> resident = new AtomicReference<>();
    private boolean closed;

    CatalogEntry(ModelId id, ModelLoader loader, MemoryBudget budget, LongSupplier clock) {
        this.id = id;
        this.loader = loader;
        this.budget = budget;
        this.failure = new RecentFailure(clock);
    }

    ModelId id() {
        return id;
    }

    boolean ready() {
        ResidentModel model = resident.get();
        return model != null && !model.uses().closed();
    }

    Models.Lease lease() {
        ResidentModel model = resident.get();
        return model != null && model.uses().enter() ? leased(model) : leaseLoading();
    }

    private static Models.Lease leased(ResidentModel model) {
        model.touch();
        return new ResidentLease(model);
    }

    private Models.Lease leaseLoading() {
        loading.lock();
        try {
            ResidentModel model = resident.get();
            if (model == null || !model.uses().enter()) {
                model = load();
                resident.set(model);
            }
            return leased(model);
        } finally {
            loading.unlock();
        }
    }

    /** Answers it entered: released at once it could be before its first use. */
    private ResidentModel load() {
        if (closed) {
            throw InferenceException.unavailable("model '" + id + "'", "the catalog has been closed", null);
        }
        failure.throwIfRecent();
        try {
            ModelPackage source = loader.locate(id);
            budget.reserve(this, loader.estimate(source));
            ResidentModel model = loader.load(id, source);
            model.uses().enter();
            failure.clear();
            return model;
        } catch (RuntimeException | Error unusable) {
            budget.forget(this);
            InferenceException known = InferenceException.of(unusable, "model '" + id + "'");
            failure.remember(known);
            throw known;
        }
    }

    /** Called with the budget's lock only. */
    boolean releaseIfIdle() {
        ResidentModel model = resident.get();
        if (model == null || !model.uses().closeIfIdle()) {
            return false;
        }
        resident.compareAndSet(model, null);
        loader.unload(model);
        return true;
    }

    long lastUse() {
        ResidentModel model = resident.get();
        return model == null ? System.nanoTime() : model.lastUse();
    }

    /** Refuses new leases, waits for those that there are, and frees the model. */
    void close() {
        loading.lock();
        try {
            closed = true;
            ResidentModel model = resident.getAndSet(null);
            if (model != null && model.uses().close()) {
                loader.unload(model);
            }
        } finally {
            loading.unlock();
        }
    }
}
