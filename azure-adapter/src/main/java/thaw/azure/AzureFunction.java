package thaw.azure;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import thaw.Deadline;
import thaw.InferenceException;
import thaw.TriggerEvent;
import thaw.TriggerEvent.StreamTrigger;
import thaw.TriggerKind;
import thaw.TriggerResult;
import thaw.TriggerResult.HttpResult;
import thaw.azure.event.BlobEvents;
import thaw.azure.event.BlobSource;
import thaw.azure.event.HttpAnswers;
import thaw.azure.event.HttpRequests;
import thaw.azure.event.Invocation;
import thaw.azure.store.Accounts;
import thaw.azure.store.AzurePlaces;
import thaw.azure.store.BlobModels;
import thaw.azure.store.Blobs;
import thaw.hosting.FunctionSettings;
import thaw.hosting.HostedFunction;
import thaw.hosting.PlaceKind;
import thaw.hosting.Platform;
import thaw.telemetry.StructuredLog;

/**
 * One function in an app on Azure: what the entry points share, and what answers a recorded event elsewhere as they would.
 * Thread-safe: invocations run side by side.
 */
public final class AzureFunction implements AutoCloseable {

    // After the deadline of the runner the answer is still to be written and read by the host.
    private static final Duration RESERVE = Duration.ofMillis(500);
    // The load balancer in front of every app gives a request up then.
    private static final Duration REQUEST = Duration.ofSeconds(230);
    private static final String TRIES = "THAW_SERVICEBUS_TRIES";

    private final HostFile host;
    private final HttpRequests requests;
    private final BlobEvents blobs;
    private final HostedFunction function;
    private final LoggedMetrics metrics = new LoggedMetrics();
    private final InvocationLog log;
    private final int tries;

    private AzureFunction(Builder from, TriggerKind trigger) {
        Accounts accounts = new Accounts(from.environment);
        this.host = HostFile.of(from.environment);
        this.tries = tries(from.environment);
        FunctionSettings settings = new FunctionSettings(from.environment, platform(accounts, from.places));
        this.log = new InvocationLog(from.log, settings.logLevel(), settings.function());
        this.requests = new HttpRequests(host.routePrefix());
        this.blobs = new BlobEvents(from.blobs.orElseGet(() -> new Blobs(accounts)));
        this.function = HostedFunction.of(settings).telemetry(metrics).log(log).classes(from.classes)
                .stores(account -> new BlobModels(accounts, account)).open(trigger);
        metrics.flush(log);
    }

    private static int tries(Map<String, String> environment) {
        String text = environment.getOrDefault(TRIES, "5");
        if (!text.matches("[1-9][0-9]{0,8}")) {
            throw InferenceException.mismatch(TRIES, "a whole number from 1", "'" + text + "'");
        }
        return Integer.parseInt(text);
    }

    private Platform platform(Accounts accounts, UnaryOperator<PlaceKind> places) {
        return new Platform(List.of("WEBSITE_SITE_NAME"), List.of(), host.root().resolve("models").toString(),
                "azblob", AzurePlaces.in(accounts).stream().map(places).toList());
    }

    /** The function that the class path and that environment describe. */
    public static Builder of(Map<String, String> environment) {
        return new Builder(environment);
    }

    /** Answers a request; never throws. */
    public HttpResponseMessage answer(HttpRequestMessage<?> request, ExecutionContext context) {
        log.begin(context);
        try {
            return HttpAnswers.message(request, result(request, context));
        } finally {
            metrics.flush(log);
            log.end();
        }
    }

    private HttpResult result(HttpRequestMessage<?> request, ExecutionContext context) {
        try {
            return function
                    .answer(requests.read(request,
                            new Invocation(context.getInvocationId(), requestDeadline())));
        } catch (InferenceException unreadable) {
            return HttpAnswers.refused(unreadable);
        }
    }

    private Deadline requestDeadline() {
        return deadline().orSooner(REQUEST.minus(RESERVE));
    }

    private Deadline deadline() {
        return host.timeout().map(limit -> Deadline.after(limit.minus(RESERVE))).orElse(Deadline.none());
    }

    /**
     * Runs the function on blobs.
     *
     * @throws InferenceException if one failed and comes again
     */
    public void runBlobs(ExecutionContext context, BlobReading reading) {
        run(context, invocation -> reading.read(blobs, invocation));
    }

    /** Makes an event of what the worker handed over. */
    public interface BlobReading {
        /** The event. */
        TriggerEvent read(BlobEvents events, Invocation invocation);
    }

    /**
     * Runs the function on messages, which come again by themselves if this throws.
     *
     * @throws InferenceException if any failed; what is stored already is recognised when it comes again
     */
    public void run(ExecutionContext context, Function<Invocation, TriggerEvent> reading) {
        invoke(context, reading, event -> requireAll(function.run(event)));
    }

    /**
     * Runs the function on messages that are completed or given back together, each with how often it was delivered; one that
     * fails at its last try is set aside alone.
     *
     * @param deliveries of the messages, as a JSON list
     * @throws InferenceException if any failed; what is stored already is recognised when it comes again
     */
    public void runTogether(ExecutionContext context, Function<Invocation, StreamTrigger> reading,
            String deliveries) {
        invoke(context, reading,
                event -> requireAll(new LastDelivery(function, tries).run(event, deliveries)));
    }

    /**
     * Runs the function on records whose source moves on whatever happens: tries again what failed, and in the end sets it
     * aside.
     *
     * @throws InferenceException if something could neither be stored nor set aside
     */
    public void runToTheEnd(ExecutionContext context, Function<Invocation, StreamTrigger> reading) {
        invoke(context, reading, event -> requireAll(new BoundedRetries(function).run(event)));
    }

    private interface Run<E> {
        void on(E event);
    }

    private <E> void invoke(ExecutionContext context, Function<Invocation, E> reading, Run<E> run) {
        log.begin(context);
        try {
            run.on(reading.apply(new Invocation(context.getInvocationId(), deadline())));
        } catch (InferenceException failure) {
            log.log(StructuredLog.Level.ERROR, "event failed", Map.of("kind", failure.kind().name(), "reason",
                    String.valueOf(failure.getMessage())));
            throw failure;
        } finally {
            metrics.flush(log);
            log.end();
        }
    }

    // Thrown, so that the host tries again and in the end dead-letters the message.
    private static void requireAll(TriggerResult result) {
        if (result instanceof TriggerResult.BatchResult batch) {
            InferenceException first = batch.failures().get(0).cause();
            throw InferenceException.unavailable("event", batch.failures().size()
                    + " items failed and come again, the first: " + first.getMessage(), first);
        }
    }

    @Override
    public void close() {
        function.close();
    }

    /** Collects what is not as in an app, for who runs a function elsewhere. Not thread-safe. */
    public static final class Builder {
        private final Map<String, String> environment;
        private PrintStream log = System.out;
        private ClassLoader classes = AzureFunction.class.getClassLoader();
        private Optional<BlobSource> blobs = Optional.empty();
        private UnaryOperator<PlaceKind> places = UnaryOperator.identity();

        private Builder(Map<String, String> environment) {
            this.environment = Map.copyOf(environment);
        }

        /** Where lines go that belong to no invocation; standard output unless told. */
        public Builder log(PrintStream lines) {
            this.log = Objects.requireNonNull(lines, "lines");
            return this;
        }

        /** Where the function's provider is looked for; where this class is unless told. */
        public Builder classes(ClassLoader providers) {
            this.classes = Objects.requireNonNull(providers, "providers");
            return this;
        }

        /** Where the blobs are that events name; in their accounts unless told. */
        public Builder blobs(BlobSource source) {
            this.blobs = Optional.of(source);
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
        public AzureFunction open(TriggerKind trigger) {
            return new AzureFunction(this, trigger);
        }
    }
}
