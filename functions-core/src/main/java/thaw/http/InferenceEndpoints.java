package thaw.http;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import thaw.Deadline;
import thaw.FunctionDefinition;
import thaw.InferenceException;
import thaw.Limits;
import thaw.LoadedModel;
import thaw.ModelId;
import thaw.ModelReference;
import thaw.Models;
import thaw.Payload;
import thaw.Tensors;
import thaw.TriggerEvent.HttpTrigger;
import thaw.TriggerKind;
import thaw.TriggerResult.HttpResult;
import thaw.batch.Gatherer;
import thaw.protocol.InferenceReader;
import thaw.protocol.InferenceRequest;
import thaw.protocol.InferenceResponse;
import thaw.protocol.InferenceWriter;
import thaw.telemetry.StructuredLog;
import thaw.telemetry.Telemetry;

/**
 * Answers the requests of the Open Inference Protocol, and {@code POST /v2/models/{model}/predict}, which takes the image,
 * the JSON features or the text itself. Turns every failure into {@code {"error": ...}} with its status: nothing is thrown.
 * Thread-safe; a call blocks until its model run is over.
 */
public final class InferenceEndpoints {

    private final Models models;
    private final Limits limits;
    private final Telemetry telemetry;
    private final RequestLog log;
    private final CorsPolicy cors;
    private final Discovery discovery;
    private final Map<String, NaturalEndpoint<?, ?>> functions;
    private final NaturalEndpoint<?, ?> packages;
    private final InferenceReader reader;
    private final Gatherer gatherer;
    private final AnswerRecorder recorder;

    /** Serves these models; {@link #serving} changes what is not named here. */
    public InferenceEndpoints(Models models, Limits limits, Telemetry telemetry, StructuredLog log) {
        this(serving(models).limits(limits).telemetry(telemetry).log(log));
    }

    private InferenceEndpoints(Builder from) {
        models = from.models;
        limits = from.limits;
        telemetry = from.telemetry;
        log = new RequestLog(from.log);
        cors = from.cors;
        discovery = new Discovery(models, from.ready, from.version);
        functions = Map.copyOf(from.functions);
        packages = new NaturalEndpoint<>(FunctionDefinition.onHttp("predict").limits(limits).build());
        reader = new InferenceReader(limits);
        gatherer = new Gatherer(limits, telemetry);
        recorder = from.recorder;
    }

    /** Collects what to serve and how; begins with the default limits, no telemetry, no log, no other origins. */
    public static Builder serving(Models models) {
        return new Builder(models);
    }

    /** Answers a request; never throws. */
    public HttpResult handle(HttpTrigger request) {
        long started = System.nanoTime();
        Exchange exchange = new Exchange(request, request.deadline().orSooner(limits.time()), started);
        InferenceException failure = null;
        HttpResult result;
        try {
            result = exchange.answer().to(request, cors);
        } catch (Throwable thrown) {
            failure = InferenceException.of(thrown, exchange.culprit());
            result = exchange.failed(failure).to(request, cors);
        }
        finished(exchange, result, failure, System.nanoTime() - started);
        return result;
    }

    private void finished(Exchange exchange, HttpResult result, InferenceException failure, long nanos) {
        String model = exchange.modelName(failure);
        if (exchange.runs()) {
            InferenceException.Kind kind = failure == null ? null : failure.kind();
            telemetry.finished(TriggerKind.HTTP, model, outcome(failure), kind, nanos);
        }
        log.answered(exchange.request, result, model, failure, nanos);
    }

    private static Telemetry.Outcome outcome(InferenceException failure) {
        if (failure == null) {
            return Telemetry.Outcome.OK;
        }
        return failure.retryable() ? Telemetry.Outcome.RETRY : Telemetry.Outcome.POISON;
    }

    /** One request on its way to its answer. */
    private final class Exchange {
        private final HttpTrigger request;
        private final Deadline deadline;
        private final long started;
        private Route route;

        Exchange(HttpTrigger request, Deadline deadline, long started) {
            this.request = request;
            this.deadline = deadline;
            this.started = started;
        }

        boolean runs() {
            return route != null && route.target().runs();
        }

        // Only names that exist: callers could otherwise make up as many series of metrics as they like.
        String modelName(InferenceException failure) {
            boolean unknown = failure != null && (failure.kind() == InferenceException.Kind.NOT_FOUND
                    || failure.kind() == InferenceException.Kind.METHOD_NOT_ALLOWED);
            return route == null || unknown ? "" : route.model();
        }

        String culprit() {
            return route == null || route.model().isEmpty() ? "request" : "model '" + route.model() + "'";
        }

        Answer failed(InferenceException failure) {
            Answer answer = Answer.failed(failure);
            return failure.kind() == InferenceException.Kind.METHOD_NOT_ALLOWED
                    ? answer.header("allow", route.target().methods())
                    : answer;
        }

        Answer answer() {
            route = Route.of(request.path());
            route.accepting(request);
            if (request.method().equals("OPTIONS")) {
                return Answer.allowing(route.target().methods());
            }
            return switch (route.target()) {
                case SERVER -> discovery.server();
                case LIVE -> discovery.live();
                case READY -> discovery.ready();
                case OPENAPI -> discovery.openApi();
                case MODEL -> discovery.model(route.reference());
                case MODEL_READY -> discovery.modelReady(route.reference());
                case INFER -> infer();
                case PREDICT -> predict();
            };
        }

        private Answer infer() {
            try (Models.Lease lease = models.lease(route.reference())) {
                LoadedModel loaded = lease.loaded();
                InferenceRequest asked = RequestBody.of(request, limits).inferenceRequest(reader,
                        loaded.model().signature());
                loaded.model().signature().check(asked.inputs());
                loaded.model().signature().checkOutputs(asked.outputNames());
                Tensors outputs = gatherer.infer(loaded.model(), asked.inputs(), asked.outputNames(),
                        deadline);
                record(loaded.model().id(), () -> OutputFields.of(outputs));
                InferenceResponse response = InferenceResponse.to(asked, loaded.model().id(), outputs);
                return Answer.of(InferenceWriter.write(response, asked));
            }
        }

        private Answer predict() {
            NaturalEndpoint<?, ?> function = functions.get(route.model());
            NaturalEndpoint<?, ?> endpoint = function == null ? packages : function;
            ModelReference reference = function == null ? route.reference() : function.reference(route);
            try (Models.Lease lease = models.lease(reference)) {
                ModelId id = lease.loaded().model().id();
                Payload body = RequestBody.of(request, limits).payload();
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("model_name", id.name());
                fields.put("model_version", id.version());
                fields.put("id", request.requestId());
                Map<String, Object> output = endpoint.answer(body, lease.loaded(), gatherer, deadline);
                record(id, () -> output);
                fields.putAll(output);
                return Answer.json(200, fields);
            }
        }

        private void record(ModelId model, Supplier<Map<String, Object>> output) {
            recorder.record(request, model, output, System.nanoTime() - started);
        }
    }

    /** Collects what to serve and how. Not thread-safe. */
    public static final class Builder {
        private final Models models;
        private final Map<String, NaturalEndpoint<?, ?>> functions = new HashMap<>();
        private Limits limits = Limits.ofDefaults();
        private Telemetry telemetry = Telemetry.NONE;
        private StructuredLog log = StructuredLog.none();
        private CorsPolicy cors = CorsPolicy.off();
        private BooleanSupplier ready = () -> true;
        private String version = "development";
        private AnswerRecorder recorder = AnswerRecorder.NONE;

        private Builder(Models models) {
            this.models = Objects.requireNonNull(models, "models");
        }

        /** What is accepted. */
        public Builder limits(Limits accepted) {
            this.limits = Objects.requireNonNull(accepted, "limits");
            return this;
        }

        /** Who counts. */
        public Builder telemetry(Telemetry listener) {
            this.telemetry = Objects.requireNonNull(listener, "telemetry");
            return this;
        }

        /** Where each request is told in one line. */
        public Builder log(StructuredLog lines) {
            this.log = Objects.requireNonNull(lines, "log");
            return this;
        }

        /** Which pages of other origins may call. */
        public Builder cors(CorsPolicy policy) {
            this.cors = Objects.requireNonNull(policy, "cors");
            return this;
        }

        /** Whether {@code /v2/health/ready} says so: false while models load at start and while the process drains. */
        public Builder ready(BooleanSupplier readiness) {
            this.ready = Objects.requireNonNull(readiness, "ready");
            return this;
        }

        /** Who keeps the answers. */
        public Builder recording(AnswerRecorder keeper) {
            this.recorder = Objects.requireNonNull(keeper, "recorder");
            return this;
        }

        /** The version in the server's metadata. */
        public Builder version(String text) {
            this.version = Objects.requireNonNull(text, "version");
            return this;
        }

        /**
         * Lets a function's own reader, predictor and writer answer {@code predict} for its model.
         *
         * @throws IllegalArgumentException if another function has that model already
         */
        public Builder function(FunctionDefinition<?, ?> definition) {
            String model = definition.model().name();
            if (functions.putIfAbsent(model, new NaturalEndpoint<>(definition)) != null) {
                throw new IllegalArgumentException("expected one function for the model '" + model
                        + "', got another: " + definition);
            }
            return this;
        }

        /** The endpoints. */
        public InferenceEndpoints build() {
            return new InferenceEndpoints(this);
        }
    }
}
