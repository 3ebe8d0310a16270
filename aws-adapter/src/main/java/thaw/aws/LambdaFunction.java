package thaw.aws;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import com.amazonaws.services.lambda.runtime.Context;
import thaw.Deadline;
import thaw.InferenceException;
import thaw.TriggerKind;
import thaw.aws.event.AwsEvent;
import thaw.aws.event.BlobSource;
import thaw.aws.event.EventReader;
import thaw.aws.event.EventRehearsal;
import thaw.aws.event.Invocation;
import thaw.aws.store.AwsClients;
import thaw.aws.store.AwsPlaces;
import thaw.aws.store.S3Bucket;
import thaw.aws.store.S3Objects;
import thaw.hosting.FunctionSettings;
import thaw.hosting.HostedFunction;
import thaw.hosting.PlaceKind;
import thaw.hosting.Platform;
import thaw.telemetry.StructuredLog;

/**
 * One function on Lambda: what its handlers share, and what answers a recorded event elsewhere as Lambda would.
 * Thread-safe: invocations may run side by side.
 */
public final class LambdaFunction implements AutoCloseable {

    // After the deadline of the runner the answer is still to be written and read by Lambda.
    private static final Duration RESERVE = Duration.ofMillis(250);

    private final AwsClients clients = new AwsClients();
    private final EventReader reader;
    private final HostedFunction function;
    private final EmbeddedMetrics metrics;
    private final InvocationLog log;

    private LambdaFunction(Builder from, Optional<TriggerKind> told) {
        FunctionSettings settings = new FunctionSettings(from.environment, platform(from.places));
        TriggerKind trigger = told.orElseGet(() -> settings.trigger(from.classes));
        this.log = new InvocationLog(StructuredLog.to(from.log, settings.logLevel()), settings.function());
        this.metrics = new EmbeddedMetrics(from.metrics, settings.function());
        this.reader = new EventReader(trigger,
                from.objects.orElse(object -> new S3Objects(clients).open(object)));
        this.function = HostedFunction.of(settings).telemetry(metrics).log(log).classes(from.classes)
                .stores(bucket -> new S3Bucket(clients, bucket)).rehearsing(() -> rehearse(trigger))
                .open(trigger);
        metrics.flush();
    }

    private Platform platform(UnaryOperator<PlaceKind> places) {
        return new Platform(List.of("AWS_LAMBDA_FUNCTION_NAME"), List.of("AWS_LAMBDA_LOG_LEVEL"),
                "/var/task/models", "s3", AwsPlaces.reachedBy(clients).stream().map(places).toList());
    }

    private void rehearse(TriggerKind trigger) {
        if (trigger == TriggerKind.HTTP) {
            EventRehearsal.run(reader);
        }
    }

    /** The function that the class path and that environment describe. */
    public static Builder of(Map<String, String> environment) {
        return new Builder(environment);
    }

    /** As {@link Builder#open}, for Lambda: ready for snapshots, failures in the log. */
    static LambdaFunction initialise(TriggerKind trigger, Map<String, String> environment) {
        return initialise(() -> of(environment).open(trigger));
    }

    /** The same, of a function whose provider or environment says what calls it. */
    static LambdaFunction initialise(Map<String, String> environment) {
        return initialise(() -> new LambdaFunction(of(environment), Optional.empty()));
    }

    private static LambdaFunction initialise(Supplier<LambdaFunction> opened) {
        // Before the settings are read: it takes the longest.
        HostedFunction.beginStart();
        try {
            LambdaFunction function = opened.get();
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

    /** Handles one invocation of Lambda. */
    void handle(InputStream event, OutputStream answer, Context context) throws IOException {
        handle(event, answer, context, deadline(context));
    }

    /** The same within the function's own limit, for who does not say when an invocation's time is over. */
    void handleWithinOwnLimit(InputStream event, OutputStream answer, Context context) throws IOException {
        handle(event, answer, context, Deadline.after(function.limits().time()));
    }

    private void handle(InputStream event, OutputStream answer, Context context, Deadline deadline)
            throws IOException {
        log.begin(context);
        try {
            answer.write(answer(event, new Invocation(context.getAwsRequestId(), deadline)));
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
            return read.answeredBy(function);
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
        function.close();
        clients.close();
    }

    /** Collects what is not as on Lambda, for who runs a function elsewhere. Not thread-safe. */
    public static final class Builder {
        private final Map<String, String> environment;
        private PrintStream log = System.out;
        private PrintStream metrics = System.out;
        private ClassLoader classes = LambdaFunction.class.getClassLoader();
        private Optional<BlobSource> objects = Optional.empty();
        private UnaryOperator<PlaceKind> places = UnaryOperator.identity();

        private Builder(Map<String, String> environment) {
            this.environment = Map.copyOf(environment);
        }

        /** Where log lines go; standard output unless told. */
        public Builder log(PrintStream lines) {
            this.log = Objects.requireNonNull(lines, "lines");
            return this;
        }

        /** Where metrics go; standard output unless told. */
        public Builder metrics(PrintStream lines) {
            this.metrics = Objects.requireNonNull(lines, "lines");
            return this;
        }

        /** Where the function's provider is looked for; where this class is unless told. */
        public Builder classes(ClassLoader providers) {
            this.classes = Objects.requireNonNull(providers, "providers");
            return this;
        }

        /** Where the objects are that events name; in S3 unless told. */
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
         * @param trigger that the caller delivers
         * @throws InferenceException if a setting, the model or a sink is wrong, naming it
         */
        public LambdaFunction open(TriggerKind trigger) {
            return new LambdaFunction(this, Optional.of(trigger));
        }
    }
}
