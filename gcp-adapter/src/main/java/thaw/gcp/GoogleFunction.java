package thaw.gcp;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

import thaw.Deadline;
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
import thaw.gcp.event.BlobSource;
import thaw.gcp.event.CloudEventMessage;
import thaw.gcp.event.EventReader;
import thaw.gcp.store.GoogleClient;
import thaw.gcp.store.GooglePlaces;
import thaw.gcp.store.StorageBucket;
import thaw.gcp.store.StorageObjects;
import thaw.hosting.FunctionSettings;
import thaw.hosting.HostedFunction;
import thaw.hosting.PlaceKind;
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

    private final TriggerKind trigger;
    private final HostedFunction function;
    private final EventReader reader;
    private final ItemGatherer gatherer;
    private final Optional<PushTokens> tokens;
    private final LogMetrics metrics;
    private final CloudLog log;
    private final InFlight inFlight = new InFlight();

    private GoogleFunction(Builder from) {
        GoogleClient client = new GoogleClient(from.environment);
        FunctionSettings settings = new FunctionSettings(from.environment, new Platform(List.of("K_SERVICE"),
                List.of(), "/workspace/models", "gs",
                GooglePlaces.reachedBy(client).stream().map(from.places).toList()));
        this.log = new CloudLog(from.log, settings.logLevel(), settings.function(),
                client.knownProject().orElse(""));
        this.metrics = new LogMetrics(log);
        this.trigger = settings.trigger(from.classes);
        Optional<PushSettings> pushed = PushSettings.of(from.environment);
        pushed.filter(token -> token.email().isEmpty()).ifPresent(token -> log.log(StructuredLog.Level.WARN,
                "every Google account can push: set THAW_PUSH_SERVICE_ACCOUNT, too",
                Map.of("audience", token.audience().orElse(""))));
        this.tokens = pushed.map(PushTokens::new);
        this.function = HostedFunction.of(settings).telemetry(metrics).log(log).classes(from.classes)
                .stores(bucket -> new StorageBucket(client, bucket)).filesInMemory().open(trigger);
        this.reader = new EventReader(trigger, from.objects.orElseGet(() -> new StorageObjects(client)),
                function.limits().bodyBytes());
        this.gatherer = new ItemGatherer(function.limits(), this::event);
        metrics.flush(true);
    }

    /** The function that the class path and that environment describe. */
    public static Builder of(Map<String, String> environment) {
        return new Builder(environment);
    }

    /** As {@link Builder#open}, for an instance: drains when it is told to stop, failures in the log. */
    static GoogleFunction initialise(Map<String, String> environment) {
        try {
            GoogleFunction function = of(environment).open();
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

    /** Collects what is not as on Google Cloud, for who runs a function elsewhere. Not thread-safe. */
    public static final class Builder {
        private final Map<String, String> environment;
        private PrintStream log = System.out;
        private ClassLoader classes = GoogleFunction.class.getClassLoader();
        private Optional<BlobSource> objects = Optional.empty();
        private UnaryOperator<PlaceKind> places = UnaryOperator.identity();

        private Builder(Map<String, String> environment) {
            this.environment = Map.copyOf(environment);
        }

        /** Where log lines and metrics go; standard output unless told. */
        public Builder log(PrintStream lines) {
            this.log = Objects.requireNonNull(lines, "lines");
            return this;
        }

        /** Where the function's provider is looked for; where this class is unless told. */
        public Builder classes(ClassLoader providers) {
            this.classes = Objects.requireNonNull(providers, "providers");
            return this;
        }

        /** Where the objects are that events name; in Cloud Storage unless told. */
        public Builder objects(BlobSource source) {
            this.objects = Optional.of(source);
            return this;
        }

        /** Changes what the kinds of places for results do. */
        public Builder places(UnaryOperator<PlaceKind> change) {
            this.places = Objects.requireNonNull(change, "change");
            return this;
        }

        /**
         * The function, its model loaded and primed.
         *
         * @throws InferenceException if a setting, the model or a sink is wrong, naming it
         */
        public GoogleFunction open() {
            return new GoogleFunction(this);
        }
    }
}
