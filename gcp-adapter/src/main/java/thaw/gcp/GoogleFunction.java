package thaw.gcp;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

import thaw.Deadline;
import thaw.FunctionProvider;
import thaw.FunctionProviders;
import thaw.InferenceException;
import thaw.Ordering;
import thaw.TriggerEvent.BlobTrigger;
import thaw.TriggerEvent.HttpTrigger;
import thaw.TriggerEvent.StreamTrigger;
import thaw.TriggerItem;
import thaw.TriggerKind;
import thaw.TriggerResult;
import thaw.TriggerResult.HttpResult;
import thaw.gcp.auth.PushSettings;
import thaw.gcp.auth.PushTokens;
import thaw.gcp.event.CloudEventMessage;
import thaw.gcp.event.EventReader;
import thaw.gcp.store.GoogleClient;
import thaw.gcp.store.GooglePlaces;
import thaw.gcp.store.StorageBucket;
import thaw.gcp.store.StorageObjects;
import thaw.hosting.FunctionSettings;
import thaw.hosting.HostedFunction;
import thaw.hosting.Platform;
import thaw.run.ItemGatherer;
import thaw.telemetry.StructuredLog;

/**
 * One function on Google Cloud: what its entry point calls, and what answers a recorded event elsewhere as it would there.
 * Thread-safe: requests run side by side, and those that bring an item each share model runs.
 */
public final class GoogleFunction implements AutoCloseable {

    // Cloud Run kills ten seconds after it has asked to stop.
    private static final Duration DRAIN = Duration.ofSeconds(8);
    private static final String TRIGGER = "THAW_TRIGGER";

    private final GoogleClient client;
    private final TriggerKind trigger;
    private final HostedFunction function;
    private final EventReader reader;
    private final ItemGatherer gatherer;
    private final Optional<PushTokens> tokens;
    private final LogMetrics metrics;
    private final CloudLog log;
    private final InFlight inFlight = new InFlight();

    private GoogleFunction(Map<String, String> environment, PrintStream out) {
        this.client = new GoogleClient(environment);
        FunctionSettings settings = new FunctionSettings(environment, new Platform(List.of("K_SERVICE"),
                List.of(), "/workspace/models", "gs", GooglePlaces.reachedBy(client)));
        this.log = new CloudLog(out, settings.logLevel(), settings.function(),
                client.knownProject().orElse(""));
        this.metrics = new LogMetrics(log);
        this.trigger = trigger(environment);
        this.tokens = PushSettings.of(environment).map(PushTokens::new);
        this.function = HostedFunction.of(settings).telemetry(metrics).log(log)
                .stores(bucket -> new StorageBucket(client, bucket)).filesInMemory().open(trigger);
        this.reader = new EventReader(trigger, new StorageObjects(client), function.limits().bodyBytes());
        this.gatherer = new ItemGatherer(function.limits(), this::event);
        metrics.flush(true);
    }

    private static TriggerKind trigger(Map<String, String> environment) {
        ClassLoader loader = GoogleFunction.class.getClassLoader();
        if (ServiceLoader.load(FunctionProvider.class, loader).stream().findAny().isPresent()) {
            return FunctionProviders.only(loader).trigger();
        }
        String told = environment.getOrDefault(TRIGGER, "http").strip().toUpperCase(Locale.ROOT);
        for (TriggerKind kind : TriggerKind.values()) {
            if (kind.name().equals(told)) {
                return kind;
            }
        }
        throw InferenceException.mismatch(TRIGGER, "http, blob or stream",
                "'" + environment.get(TRIGGER) + "'");
    }

    /**
     * The function that the class path and the environment describe, its model loaded and primed.
     *
     * @param out where logs and metrics go
     * @throws InferenceException if a setting, the model or a sink is wrong, naming it
     */
    public static GoogleFunction open(Map<String, String> environment, PrintStream out) {
        return new GoogleFunction(environment, out);
    }

    /** As {@link #open}, for an instance: logs to standard output, drains when it is told to stop. */
    static GoogleFunction initialise(Map<String, String> environment) {
        try {
            GoogleFunction function = open(environment, System.out);
            Runtime.getRuntime().addShutdownHook(new Thread(function::close, "drain"));
            return function;
        } catch (RuntimeException | Error failure) {
            new CloudLog(System.out, StructuredLog.Level.ERROR, "function", "").log(StructuredLog.Level.ERROR,
                    "function cannot start", Map.of("reason", String.valueOf(failure.getMessage())));
            throw failure;
        }
    }

    /**
     * Answers a request: of a function on HTTP by the inference protocol; of another, a post is an event, and the status
     * says whether it is done. Never throws.
     */
    public HttpResult answer(HttpTrigger request) {
        inFlight.enter();
        log.begin(request);
        try {
            return trigger != TriggerKind.HTTP && request.method().equals("POST") ? event(request)
                    : function.answer(request);
        } finally {
            log.end();
            metrics.flush(inFlight.leave());
        }
    }

    private HttpResult event(HttpTrigger request) {
        try {
            if (tokens.isPresent()) {
                tokens.get().verify(request.header("authorization"));
            }
            return run(reader.read(request)).map(HttpAnswer::failed).orElseGet(HttpAnswer::done);
        } catch (PushTokens.Refused refused) {
            log.log(StructuredLog.Level.WARN, "push refused", Map.of("reason", refused.getMessage()));
            return HttpAnswer.refused(refused.status(), refused.getMessage(), Map.of());
        } catch (RuntimeException | Error failure) {
            return HttpAnswer.failed(failed(failure));
        }
    }

    /**
     * Takes an event that another has read and whose sender it has let in.
     *
     * @throws InferenceException if it is not done and must come again
     */
    void accept(CloudEventMessage event) {
        if (tokens.isPresent()) {
            throw InferenceException.unsupported("THAW_PUSH_AUDIENCE",
                    "a CloudEventsFunction is not shown tokens: deploy with the signature http");
        }
        inFlight.enter();
        try {
            run(reader.items(List.of(event))).ifPresent(failure -> {
                throw failure;
            });
        } catch (RuntimeException | Error failure) {
            throw failed(failure);
        } finally {
            metrics.flush(inFlight.leave());
        }
    }

    private Optional<InferenceException> run(List<TriggerItem> items) {
        log.begin(items);
        try {
            return gatherer.run(items, Deadline.after(function.limits().time()));
        } finally {
            log.end(items);
        }
    }

    private InferenceException failed(Throwable failure) {
        InferenceException cause = InferenceException.of(failure, "event");
        log.log(StructuredLog.Level.ERROR, "event failed",
                Map.of("kind", cause.kind().name(), "reason", String.valueOf(cause.getMessage())));
        return cause;
    }

    private TriggerResult event(List<TriggerItem> items, Deadline deadline) {
        String id = items.get(0).itemId();
        return function.run(trigger == TriggerKind.BLOB ? new BlobTrigger(id, Ordering.KEY, items, deadline)
                : new StreamTrigger(id, Ordering.KEY, items, deadline));
    }

    /** Waits for requests that are on their way, flushes, and frees the models. */
    @Override
    public void close() {
        boolean drained = inFlight.drained(DRAIN);
        function.close();
        metrics.flush(true);
        log.log(StructuredLog.Level.INFO, "function stopped", Map.of("drained", drained));
    }
}
