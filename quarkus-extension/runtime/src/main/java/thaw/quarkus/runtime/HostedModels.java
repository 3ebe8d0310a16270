package thaw.quarkus.runtime;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jboss.logging.Logger;
import thaw.ModelReference;
import thaw.Models;
import thaw.model.ModelCatalog;
import thaw.model.ModelRepository;
import thaw.model.SideBySide;
import thaw.onnx.OnnxModelRuntime;
import thaw.telemetry.StructuredLog;

/** The models of an application, from its start to its end. Thread-safe. */
public final class HostedModels implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger("thaw");

    private final ModelRepository repository;
    private final ModelCatalog catalog;
    private final boolean used;
    private final CallTelemetry telemetry;
    private final Optional<SideBySide<Void>> loading;
    private volatile boolean closed;

    private HostedModels(ModelRepository repository, ThawConfig config, boolean used,
            CallTelemetry telemetry) {
        this.repository = repository;
        this.used = used;
        this.telemetry = telemetry;
        ModelCatalog.Builder builder = ModelCatalog.of(repository, OnnxModelRuntime.ofDefaults())
                .telemetry(telemetry).log(HostedModels::log);
        config.memory().ifPresent(most -> builder.memoryBudget(most.asLongValue()));
        this.catalog = builder.open();
        this.loading = used && config.load() == ThawConfig.Load.EAGER
                ? Optional.of(SideBySide.start("thaw-models", this::load))
                : Optional.empty();
    }

    /**
     * Begins to load those that are to be loaded at start, on a second processor where there is one.
     *
     * @param used whether something wants them besides the function, which has them by itself; else none is
     * @throws thaw.InferenceException invalid model, if there is no repository
     */
    static HostedModels open(ModelRepository repository, ThawConfig config, boolean used,
            CallTelemetry telemetry) {
        return new HostedModels(repository, config, used, telemetry);
    }

    // A canary must not start cold either.
    private Void load() {
        for (String name : repository.names()) {
            for (String version : repository.choices(ModelReference.to(name))) {
                catalog.lease(new ModelReference(name, version)).close();
            }
        }
        return null;
    }

    /**
     * Waits for the models that are loaded at start.
     *
     * @throws thaw.InferenceException if one of them cannot be, with its own reason
     */
    void await() {
        loading.ifPresent(SideBySide::join);
    }

    /** Where the pipeline leases them. */
    public Models models() {
        return catalog;
    }

    /**
     * The versions of each that a call can get, and whether they are in memory, for people; by name, sorted. Nothing of
     * models that only the function has: its own copy is not here.
     */
    public SortedMap<String, String> states() {
        SortedMap<String, String> states = new TreeMap<>();
        for (String name : used ? repository.names() : List.<String>of()) {
            states.put(name, String.join(", ", repository.choices(ModelReference.to(name)))
                    + (inMemory(name) ? ", loaded" : ", not loaded"));
        }
        return states;
    }

    private boolean inMemory(String name) {
        return catalog.ready(ModelReference.to(name));
    }

    /** Whether all are in memory that are loaded at start. */
    public boolean ready() {
        return open() && (loading.isEmpty() || repository.names().stream().allMatch(this::inMemory));
    }

    /** Whether they have not been closed. */
    public boolean open() {
        return !closed;
    }

    /** Who counts. */
    public CallTelemetry telemetry() {
        return telemetry;
    }

    /** Waits for calls under way, and frees all models. */
    @Override
    public void close() {
        closed = true;
        catalog.close();
    }

    private static void log(StructuredLog.Level level, String message, Map<String, ?> fields) {
        LOG.log(switch (level) {
            case DEBUG -> Logger.Level.DEBUG;
            case INFO -> Logger.Level.INFO;
            case WARN -> Logger.Level.WARN;
            case ERROR -> Logger.Level.ERROR;
        }, fields.isEmpty() ? message : message + " " + fields);
    }
}
