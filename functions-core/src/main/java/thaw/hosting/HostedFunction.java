package thaw.hosting;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

import thaw.FunctionDefinition;
import thaw.FunctionProviders;
import thaw.InferenceException;
import thaw.Limits;
import thaw.ModelReference;
import thaw.TriggerEvent;
import thaw.TriggerKind;
import thaw.TriggerResult;
import thaw.http.CorsPolicy;
import thaw.model.LateFiles;
import thaw.model.MemoryShare;
import thaw.model.ModelCatalog;
import thaw.model.ModelRepository;
import thaw.onnx.OnnxModelRuntime;
import thaw.predict.PackagePredictors;
import thaw.run.FunctionRunner;
import thaw.telemetry.LoadPhases;
import thaw.telemetry.ProcessAge;
import thaw.telemetry.StructuredLog;
import thaw.telemetry.Telemetry;

/**
 * One function, ready to be called: its model loaded and primed, its sinks placed. What every cloud's entry points share.
 * Thread-safe: events may run side by side.
 */
public final class HostedFunction implements AutoCloseable {

    private final FunctionRunner<?, ?> runner;
    private final ModelCatalog models;
    private final Limits limits;

    private HostedFunction(FunctionRunner<?, ?> runner, ModelCatalog models, Limits limits) {
        this.runner = runner;
        this.models = models;
        this.limits = limits;
    }

    /** What the function accepts. */
    public Limits limits() {
        return limits;
    }

    /**
     * Begins on a second processor what a start can do before it has its settings: to load the native library. For entry
     * points with work of their own before {@link Builder#open}, which does it otherwise. Once begun it is not begun again.
     */
    public static void beginStart() {
        OnnxModelRuntime.beginLibrary();
    }

    /** The function that the class path and these settings describe. */
    public static Builder of(FunctionSettings settings) {
        return new Builder(settings);
    }

    /**
     * Answers a request, or runs the function on every item of an event.
     *
     * @return for a request always an answer over HTTP; for items which of them must come again
     */
    public TriggerResult run(TriggerEvent event) {
        if (event instanceof TriggerEvent.HttpTrigger request) {
            return answer(request);
        }
        return event instanceof TriggerEvent.BlobTrigger blobs ? runner.run(blobs)
                : runner.run((TriggerEvent.StreamTrigger) event);
    }

    /** Answers a request; never throws. */
    public TriggerResult.HttpResult answer(TriggerEvent.HttpTrigger request) {
        return runner.run(request);
    }

    /**
     * Gives up on records that failed for too long, where the platform would rather lose them than bring them again: each
     * goes to the dead letter.
     *
     * @return which of them must come again after all
     */
    public TriggerResult setAside(TriggerEvent.StreamTrigger event,
            List<TriggerResult.ItemFailure> failures) {
        return runner.setAside(event, failures);
    }

    /** Flushes and closes the sinks, waits for runs, and frees the models. */
    @Override
    public void close() {
        runner.close();
        models.close();
    }

    /** Collects what a cloud supplies; everything has a default that does nothing. Not thread-safe. */
    public static final class Builder {
        private final LoadPhases.Recorder phases = new LoadPhases.Recorder();
        private final FunctionSettings settings;
        private final OnnxModelRuntime runtime = OnnxModelRuntime.ofDefaults();
        private Function<String, ObjectStore> stores = bucket -> {
            throw InferenceException.unsupported("THAW_MODELS", "models cannot be fetched here");
        };
        private ClassLoader loader = HostedFunction.class.getClassLoader();
        private LoadWatch telemetry = new LoadWatch(Telemetry.NONE);
        private StructuredLog log = StructuredLog.none();
        private Runnable adapter = () -> {};
        private LateFiles late = LateFiles.NONE;
        private boolean filesInMemory;

        private Builder(FunctionSettings settings) {
            this.settings = Objects.requireNonNull(settings, "settings");
        }

        /** The buckets of the scheme that the platform names; asked only if the models are in one. */
        public Builder stores(Function<String, ObjectStore> buckets) {
            this.stores = Objects.requireNonNull(buckets, "buckets");
            return this;
        }

        /** Where the function's provider is looked for; where this class is unless told. */
        public Builder classes(ClassLoader providers) {
            this.loader = Objects.requireNonNull(providers, "providers");
            return this;
        }

        /** Who counts and measures. */
        public Builder telemetry(Telemetry listener) {
            this.telemetry = new LoadWatch(listener);
            return this;
        }

        /** Where log lines go. */
        public Builder log(StructuredLog lines) {
            this.log = Objects.requireNonNull(lines, "lines");
            return this;
        }

        /** Says that files, too, take of the memory that the function may have: what is fetched leaves less for models. */
        public Builder filesInMemory() {
            this.filesInMemory = true;
            return this;
        }

        /**
         * What the first event would find unprepared in the entry point itself; done beside the model's load, and allowed
         * to fail.
         */
        public Builder rehearsing(Runnable first) {
            this.adapter = Objects.requireNonNull(first, "first");
            return this;
        }

        /**
         * The function, with every version loaded and primed that a request can get: a canary must not start cold either.
         * On a second processor the native library and the classes that answer requests come up beside it. Says in one
         * line, {@code cold start}, how long that took.
         *
         * @param trigger that the entry point delivers
         * @throws InferenceException if a setting, the model or a sink is wrong, naming it
         */
        public HostedFunction open(TriggerKind trigger) {
            beginStart();
            FunctionDefinition<?, ?> definition = definition(trigger);
            phases.mark("settings");
            Path folder = folder(definition.model());
            ModelRepository repository = ModelRepository.open(folder, late);
            phases.mark("model_files");
            Rehearsals rehearsals = Rehearsals.begin(definition, repository, adapter, log);
            ModelCatalog models = catalog(repository, definition, memory(folder));
            HostedFunction function = new HostedFunction(runner(definition, models), models,
                    definition.limits());
            phases.mark("sinks");
            try {
                load(definition.model(), repository, models);
                rehearsals.end(models);
            } catch (RuntimeException | Error unusable) {
                function.close();
                throw unusable;
            }
            OnnxModelRuntime.endStart();
            phases.mark("priming");
            reportStart();
            return function;
        }

        private void load(ModelReference model, ModelRepository repository, ModelCatalog models) {
            for (String version : repository.choices(model)) {
                models.lease(new ModelReference(model.name(), version)).close();
            }
            phases.mark("model");
        }

        private FunctionDefinition<?, ?> definition(TriggerKind trigger) {
            Optional<FunctionDefinition<?, ?>> coded = FunctionProviders.find(loader);
            FunctionDefinition<?, ?> definition = coded.orElseGet(() -> settings.packageAlone(trigger));
            if (definition.trigger() != trigger) {
                throw InferenceException.mismatch(definition.toString(), "the handler of its trigger",
                        "the handler for " + trigger);
            }
            if (definition.sinks().isEmpty() && trigger != TriggerKind.HTTP) {
                throw InferenceException.mismatch(definition.toString(),
                        "a sink, which " + (coded.isPresent() ? "its definition names" : "THAW_SINKS names")
                                + ": its results would be lost",
                        "none");
            }
            return definition;
        }

        private Path folder(ModelReference model) {
            return settings.remoteModels().map(place -> {
                String[] parts = place.split("/", 2);
                // Half of the memory at most: the model is loaded from its files, and then needs as much again.
                long most = filesInMemory ? MemoryShare.bytes() / 2 : Long.MAX_VALUE;
                RemoteModels remote = new RemoteModels(stores.apply(parts[0]),
                        parts.length < 2 ? "" : parts[1], most, log);
                late = remote;
                return remote.fetch(model, Path.of(System.getProperty("java.io.tmpdir")));
            }).orElseGet(() -> Path.of(settings.models()));
        }

        /** Half of what is left for models when their files are in memory, too. */
        private long memory(Path folder) {
            boolean taken = filesInMemory && settings.remoteModels().isPresent();
            return Math.max(1, (MemoryShare.bytes() - (taken ? RemoteModels.size(folder) : 0)) / 2);
        }

        private ModelCatalog catalog(ModelRepository repository, FunctionDefinition<?, ?> definition,
                long memory) {
            return ModelCatalog.of(repository, runtime)
                    .predictors(PackagePredictors::create).limits(definition.limits()).memoryBudget(memory)
                    .telemetry(telemetry).log(log).open();
        }

        private FunctionRunner<?, ?> runner(FunctionDefinition<?, ?> definition, ModelCatalog models) {
            return new FunctionRunner<>(definition, models, new PlacedSinks(definition.name(), settings),
                    telemetry, log,
                    http -> http.cors(CorsPolicy.allowing(settings.origins().toArray(String[]::new))));
        }

        private void reportStart() {
            LoadPhases own = phases.phases();
            Map<String, Object> millis = new LinkedHashMap<>();
            ProcessAge.millis()
                    .ifPresent(age -> millis.put("process", Math.max(0, age - own.total() / 1_000_000)));
            millis.putAll(millis(own));
            log.log(StructuredLog.Level.INFO, "cold start", Map.of("init_ms", own.total() / 1_000_000,
                    "phases_ms", millis, "model_ms", millis(telemetry.last())));
        }

        private static Map<String, Object> millis(LoadPhases phases) {
            Map<String, Object> millis = new LinkedHashMap<>();
            phases.nanos().forEach((phase, nanos) -> millis.put(phase, nanos / 1_000_000));
            return millis;
        }
    }
}
