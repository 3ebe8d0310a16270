package thaw.model;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import thaw.InferenceException;
import thaw.Limits;
import thaw.ModelId;
import thaw.ModelReference;
import thaw.Models;
import thaw.predict.PackagePredictors;
import thaw.telemetry.StructuredLog;
import thaw.telemetry.Telemetry;

/**
 * The models of a repository in one process: loaded eagerly or with the first request, once however many ask;
 * released, by longest disuse, to stay within a memory budget, but never while leased. A version that failed to load is
 * tried again after a pause. Leasing a loaded model takes no lock.
 *
 * <p>A model is counted as twice the size of its package's files and 4 MiB. A request that names no version gets the
 * alias {@code prod}, or else the highest version, but for the percentages of {@code canary}, drawn by chance for each
 * request or, in {@link #lease(ModelReference, String)}, always alike for the same key. Thread-safe.
 */
public final class ModelCatalog implements Models, AutoCloseable {

    private final ModelRepository repository;
    private final ModelLoader loader;
    private final MemoryBudget budget;
    private final Loading loading;
    private final StructuredLog log;
    private final LongSupplier clock;
    private final Map<ModelId, CatalogEntry> entries = new ConcurrentHashMap<>();
    private final Refresher refresher;
    // Replaced as a whole, so that a route resolved from the old listing cannot slip into the new one's.
    private volatile Map<ModelReference, Route> routes = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private ModelCatalog(Builder from) {
        this.repository = from.repository;
        this.loader = new ModelLoader(repository, from.runtime, from.predictors, from.limits, from.telemetry,
                from.log);
        this.budget = new MemoryBudget(from.memoryBudget);
        this.loading = from.loading;
        this.log = from.log;
        this.clock = from.clock;
        this.refresher = Refresher.every(from.refreshEvery, this::refresh, from.log);
    }

    /** A catalog of these models, run by that runtime. */
    public static Builder of(ModelRepository repository, ModelRuntime runtime) {
        return new Builder(repository, runtime);
    }

    @Override
    public Lease lease(ModelReference reference) {
        Route route = route(reference);
        return route.single() ? route.first().lease()
                : route.pick(Draw.share()).lease();
    }

    /**
     * As {@link #lease(ModelReference)}, but a canary's percentage is taken of the keys: equal keys get equal versions.
     *
     * @param key whatever the requests that belong together share: a customer, a session
     */
    public Lease lease(ModelReference reference, String key) {
        return route(reference).pick(VersionChoice.draw(key)).lease();
    }

    private Route route(ModelReference reference) {
        Map<ModelReference, Route> current = routes;
        Route known = current.get(reference);
        return known != null ? known : current.computeIfAbsent(reference, this::resolve);
    }

    private Route resolve(ModelReference reference) {
        ModelVersions model = repository.model(reference.name());
        return new Route(model.choice(reference.version()),
                version -> entry(new ModelId(model.name(), version)));
    }

    private CatalogEntry entry(ModelId id) {
        if (closed) {
            throw InferenceException.unavailable("model '" + id + "'", "the catalog has been closed", null);
        }
        return entries.computeIfAbsent(id, missing -> new CatalogEntry(missing, loader, budget, clock));
    }

    @Override
    public List<String> names() {
        return repository.names();
    }

    @Override
    public List<String> versions(String name) {
        return repository.versions(name);
    }

    @Override
    public boolean ready(ModelReference reference) {
        return route(reference).ready();
    }

    /**
     * Looks for new versions and changed aliases now. If models are loaded eagerly, those that the aliases lead to are
     * loaded first and only then get requests; if one fails, its model stays as it was.
     *
     * @return whether anything changed
     * @throws InferenceException invalid model, if the repository is broken; then everything stays as it was
     */
    public synchronized boolean refresh() {
        boolean changed = repository.refresh();
        if (changed) {
            Map<String, InferenceException> broken = loading == Loading.EAGER ? preload() : Map.of();
            broken.forEach((name, failure) -> log.log(StructuredLog.Level.ERROR,
                    "model stays at its old versions",
                    Map.of("model", name, "reason", failure.getMessage())));
            Map<ModelReference, Route> kept = new ConcurrentHashMap<>(routes);
            kept.keySet().removeIf(reference -> !broken.containsKey(reference.name()));
            routes = kept;
        }
        entries.values().forEach(this::releaseIfRemoved);
        return changed;
    }

    /** Loads what the aliases and standard choices lead to; the first failure of each model. */
    private Map<String, InferenceException> preload() {
        Map<String, InferenceException> failures = new LinkedHashMap<>();
        for (String name : repository.names()) {
            try {
                repository.model(name).preferred()
                        .forEach(version -> entry(new ModelId(name, version)).lease().close());
            } catch (InferenceException failure) {
                failures.put(name, failure);
            }
        }
        return failures;
    }

    private void releaseIfRemoved(CatalogEntry entry) {
        ModelId id = entry.id();
        boolean listed = names().contains(id.name()) && versions(id.name()).contains(id.version());
        if (!listed && (budget.release(entry) || !entry.ready())) {
            entries.remove(id, entry);
        }
    }

    private ModelCatalog opened() {
        if (loading == Loading.EAGER) {
            preload().values().stream().findFirst().ifPresent(failure -> {
                close();
                throw failure;
            });
        }
        return this;
    }

    /** Refuses new leases, waits for those that there are, and frees all models. */
    @Override
    public void close() {
        closed = true;
        refresher.close();
        entries.values().forEach(CatalogEntry::close);
    }

    /** Collects what a catalog needs; everything but repository and runtime has a default. Not thread-safe. */
    public static final class Builder {
        private final ModelRepository repository;
        private final ModelRuntime runtime;
        private PackagePredictorFactory predictors = PackagePredictors::create;
        private Limits limits = Limits.ofDefaults();
        private Loading loading = Loading.LAZY;
        private long memoryBudget = MemoryShare.bytes() / 2;
        private Duration refreshEvery = Duration.ZERO;
        private Telemetry telemetry = Telemetry.NONE;
        private StructuredLog log = StructuredLog.none();
        private LongSupplier clock = System::nanoTime;

        private Builder(ModelRepository repository, ModelRuntime runtime) {
            this.repository = Objects.requireNonNull(repository, "repository");
            this.runtime = Objects.requireNonNull(runtime, "runtime");
        }

        /** What makes the predictors of packages; {@link PackagePredictors} unless told. */
        public Builder predictors(PackagePredictorFactory factory) {
            this.predictors = Objects.requireNonNull(factory, "factory");
            return this;
        }

        /** What those predictors accept; {@link Limits#ofDefaults()} unless told. */
        public Builder limits(Limits accepted) {
            this.limits = Objects.requireNonNull(accepted, "accepted");
            return this;
        }

        /** When models are loaded; {@link Loading#LAZY} unless told. */
        public Builder loading(Loading when) {
            this.loading = Objects.requireNonNull(when, "when");
            return this;
        }

        /** The most that models may take together, in bytes; half of the container's memory unless told. */
        public Builder memoryBudget(long bytes) {
            if (bytes <= 0) {
                throw new IllegalArgumentException("memoryBudget: expected more than 0 bytes, got " + bytes);
            }
            this.memoryBudget = bytes;
            return this;
        }

        /** How often to look for new versions and aliases; zero, the default, only on {@link ModelCatalog#refresh()}. */
        public Builder refreshEvery(Duration interval) {
            this.refreshEvery = Objects.requireNonNull(interval, "interval");
            return this;
        }

        /** Hears of loads and releases. */
        public Builder telemetry(Telemetry listener) {
            this.telemetry = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /** Where warnings go. */
        public Builder log(StructuredLog lines) {
            this.log = Objects.requireNonNull(lines, "lines");
            return this;
        }

        /** The clock of the pauses between tries, in nanoseconds. */
        public Builder clock(LongSupplier nanos) {
            this.clock = nanos;
            return this;
        }

        /**
         * The catalog, with its models loaded if that is to be done eagerly.
         *
         * @throws InferenceException invalid model, if one of them cannot be loaded
         */
        public ModelCatalog open() {
            return new ModelCatalog(this).opened();
        }
    }
}
