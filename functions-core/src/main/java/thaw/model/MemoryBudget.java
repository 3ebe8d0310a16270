package thaw.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import thaw.InferenceException;

/** Keeps the models in memory within a budget: room is made by the one that was not used for longest. Thread-safe. */
final class MemoryBudget {

    private final long limit;
    private final Map<CatalogEntry, Long> reserved = new HashMap<>();

    MemoryBudget(long limit) {
        this.limit = limit;
    }

    /**
     * Takes room for a model, releasing others that nobody uses just now.
     *
     * @throws InferenceException unavailable, if that is not enough
     */
    synchronized void reserve(CatalogEntry entry, long bytes) {
        while (used() + bytes > limit) {
            if (!releaseOne()) {
                throw InferenceException.unavailable("model '" + entry.id() + "'", "needs about " + bytes
                        + " bytes, the memory budget is " + limit + ", of which models in use hold " + used(),
                        null);
            }
        }
        reserved.put(entry, bytes);
    }

    private long used() {
        return reserved.values().stream().mapToLong(Long::longValue).sum();
    }

    private boolean releaseOne() {
        List<CatalogEntry> oldestFirst = new ArrayList<>(reserved.keySet());
        oldestFirst.sort((one, other) -> Long.signum(one.lastUse() - other.lastUse()));
        for (CatalogEntry entry : oldestFirst) {
            if (entry.releaseIfIdle()) {
                reserved.remove(entry);
                return true;
            }
        }
        return false;
    }

    /** Releases that model, unless it is in use. */
    synchronized boolean release(CatalogEntry entry) {
        boolean released = entry.releaseIfIdle();
        if (released) {
            reserved.remove(entry);
        }
        return released;
    }

    /** Gives back what was reserved for a model that could not be loaded. */
    synchronized void forget(CatalogEntry entry) {
        reserved.remove(entry);
    }
}
