package thaw.aws;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;

import com.amazonaws.services.lambda.runtime.Context;
import thaw.Deadline;
import thaw.FunctionDefinition;
import thaw.FunctionProvider;
import thaw.FunctionProviders;
import thaw.InferenceException;
import thaw.ModelReference;
import thaw.TriggerKind;
import thaw.aws.event.AwsEvent;
import thaw.aws.event.EventReader;
import thaw.aws.event.Invocation;
import thaw.aws.store.AwsClients;
import thaw.aws.store.AwsSinks;
import thaw.aws.store.S3Models;
import thaw.aws.store.S3Objects;
import thaw.http.CorsPolicy;
import thaw.model.ModelCatalog;
import thaw.model.ModelRepository;
import thaw.onnx.OnnxModelRuntime;
import thaw.predict.PackagePredictors;
import thaw.run.FunctionRunner;
import thaw.telemetry.LoadPhases;
import thaw.telemetry.StructuredLog;

/**
 * One function, ready to be called: its model loaded and primed, its sinks placed. What Lambda's handlers share, and what
 * answers a recorded event elsewhere as Lambda would. Thread-safe: invocations may run side by side.
 */
public final class LambdaFunction implements AutoCloseable {

    // After the deadline of the runner the answer is still to be written and read by Lambda.
    private static final Duration RESERVE = Duration.ofMillis(250);

    private final AwsClients clients = new AwsClients();
    private final EventReader reader;
    private final ModelRepository repository;
    private final ModelCatalog models;
    private final FunctionRunner<?, ?> runner;
    private final EmbeddedMetrics metrics;
    private final InvocationLog log;

    private LambdaFunction(FunctionDefinition<?, ?> definition, AwsSettings settings, PrintStream out,
            LoadPhases.Recorder phases) {
        this.log = new InvocationLog(StructuredLog.to(out, settings.logLevel()), settings.function());
        this.metrics = new EmbeddedMetrics(out, settings.function());
        this.reader = new EventReader(definition.trigger(), new S3Objects(clients));
        AwsSinks sinks = new AwsSinks(clients, definition.name(), settings.sinks(), settings.deadLetter());
        this.repository = repository(definition.model(), settings, phases);
        this.models = catalog(definition);
        this.runner = new FunctionRunner<>(definition, models, sinks, metrics, log,
                http -> http.cors(CorsPolicy.allowing(settings.origins().toArray(String[]::new))));
        phases.mark("sinks");
    }

    /**
     * The function that the class path and the environment describe, its model loaded and primed.
     *
     * @param trigger that the caller delivers
     * @param out     where logs and metrics go
     * @throws InferenceException if a setting, the model or a sink is wrong, naming it
     */
    public static LambdaFunction open(TriggerKind trigger, Map<String, String> environment, PrintStream out) {
        LoadPhases.Recorder phases = new LoadPhases.Recorder();
        AwsSettings settings = new AwsSettings(environment);
        FunctionDefinition<?, ?> definition = definition(trigger, settings);
        phases.mark("settings");
        LambdaFunction function = new LambdaFunction(definition, settings, out, phases);
        try {
            function.load(definition.model());
        } catch (RuntimeException | Error unusable) {
            function.close();
            throw unusable;
        }
        phases.mark("model");
        function.reportStart(phases.phases());
        return function;
    }

    /** As {@link #open}, for Lambda: logs to standard output, ready for snapshots, failures in the log. */
    static LambdaFunction initialise(TriggerKind trigger, Map<String, String> environment) {
        try {
            LambdaFunction function = open(trigger, environment, System.out);
            function.hooks = SnapshotHooks.registered(function.clients);
            return function;
        } catch (RuntimeException | Error failure) {
            StructuredLog.to(System.out, StructuredLog.Level.ERROR).log(StructuredLog.Level.ERROR,
                    "function cannot start", Map.of("reason", String.valueOf(failure.getMessage())));
            throw failure;
        }
    }

    // Only held: the runtime knows its hooks weakly.
    @SuppressWarnings("unused")
    private SnapshotHooks hooks;

    private static FunctionDefinition<?, ?> definition(TriggerKind trigger, AwsSettings settings) {
        ClassLoader loader = LambdaFunction.class.getClassLoader();
        if (ServiceLoader.load(FunctionProvider.class, loader).stream().findAny().isEmpty()) {
            return settings.packageAlone(trigger);
        }
        FunctionDefinition<?, ?> definition = FunctionProviders.only(loader);
        if (definition.trigger() != trigger) {
            throw InferenceException.mismatch(definition.toString(), "the handler of its trigger",
                    "the handler for " + trigger);
        }
        return definition;
    }

    private ModelRepository repository(ModelReference model, AwsSettings settings,
            LoadPhases.Recorder phases) {
        Path folder = settings.remoteModels()
                .map(place -> new S3Models(clients, place, log).fetch(model,
                        Path.of(System.getProperty("java.io.tmpdir"))))
                .orElseGet(() -> Path.of(settings.models()));
        ModelRepository opened = ModelRepository.open(folder);
        phases.mark("model_files");
        return opened;
    }

    private ModelCatalog catalog(FunctionDefinition<?, ?> definition) {
        return ModelCatalog.of(repository, OnnxModelRuntime.ofDefaults())
                .predictors(PackagePredictors::create)
                .limits(definition.limits()).telemetry(metrics).log(log).open();
    }

    /** Every version that a request can get: a canary must not start cold either. */
    private void load(ModelReference model) {
        for (String version : repository.choices(model)) {
            models.lease(new ModelReference(model.name(), version)).close();
        }
    }

    private void reportStart(LoadPhases own) {
        Map<String, Object> millis = new LinkedHashMap<>();
        ProcessHandle.current().info().startInstant().ifPresent(start -> millis.put("runtime",
                Duration.between(start, Instant.now()).toMillis() - own.total() / 1_000_000));
        own.nanos().forEach((phase, nanos) -> millis.put(phase, nanos / 1_000_000));
        Map<String, Object> load = new LinkedHashMap<>();
        metrics.lastLoad().nanos().forEach((phase, nanos) -> load.put(phase, nanos / 1_000_000));
        log.log(StructuredLog.Level.INFO, "cold start",
                Map.of("init_ms", own.total() / 1_000_000, "phases_ms", millis, "model_ms", load));
        metrics.flush();
    }

    /** Handles one invocation of Lambda. */
    void handle(InputStream event, OutputStream answer, Context context) throws IOException {
        log.begin(context);
        try {
            answer.write(answer(event, new Invocation(context.getAwsRequestId(), deadline(context))));
        } finally {
            log.end();
        }
    }

    private static Deadline deadline(Context context) {
        Duration left = Duration.ofMillis(context.getRemainingTimeInMillis());
        Duration reserve = left.compareTo(RESERVE.multipliedBy(2)) < 0 ? left.dividedBy(2) : RESERVE;
        return Deadline.after(left.minus(reserve));
    }

    /**
     * What Lambda would hand back for an event.
     *
     * @throws InferenceException if the event as a whole fails; Lambda reports that and delivers it again
     * @throws IOException        if the event cannot be read
     */
    public byte[] answer(InputStream event, Invocation invocation) throws IOException {
        try {
            AwsEvent read = reader.read(event, invocation);
            return read.answeredBy(runner);
        } catch (InferenceException failure) {
            log.log(StructuredLog.Level.ERROR, "event failed",
                    Map.of("request_id", invocation.requestId(), "kind", failure.kind().name(), "reason",
                            String.valueOf(failure.getMessage())));
            throw failure;
        } finally {
            metrics.flush();
        }
    }

    @Override
    public void close() {
        runner.close();
        models.close();
        clients.close();
    }
}
