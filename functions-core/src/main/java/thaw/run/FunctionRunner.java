package thaw.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

import thaw.Deadline;
import thaw.FunctionDefinition;
import thaw.InferenceException;
import thaw.LoadedModel;
import thaw.ModelId;
import thaw.Models;
import thaw.Ordering;
import thaw.TriggerEvent;
import thaw.TriggerItem;
import thaw.TriggerKind;
import thaw.TriggerResult;
import thaw.http.InferenceEndpoints;
import thaw.telemetry.StructuredLog;
import thaw.telemetry.Telemetry;

/**
 * The one way through: decode, one model run for many items, store, answer. It knows the order, and turns each failure
 * into what the platform understands, once: poison is set aside, everything else that failed comes again, and nothing is
 * acknowledged before it is stored. Thread-safe: events may run side by side.
 *
 * @param <I> what the function's predictor takes
 * @param <O> what it gives
 */
public final class FunctionRunner<I, O> implements AutoCloseable {

    private record Bound<I, O>(LoadedModel loaded, PredictionSteps<I, O> steps) {}

    private final FunctionDefinition<I, O> definition;
    private final Models models;
    private final ResultSinks sinks;
    private final Telemetry telemetry;
    private final StructuredLog log;
    private final InferenceEndpoints endpoints;
    private final Map<ModelId, Bound<I, O>> bound = new ConcurrentHashMap<>();

    /**
     * A runner with connected sinks.
     *
     * @throws IllegalArgumentException if the function has items as triggers and no sink: its results would be lost
     */
    public FunctionRunner(FunctionDefinition<I, O> definition, Models models, SinkConnector connector,
            Telemetry telemetry, StructuredLog log) {
        this(definition, models, connector, telemetry, log, UnaryOperator.identity());
    }

    /**
     * A runner that answers requests in its own way.
     *
     * @param http changes what is served beside the function's limits, such as origins or readiness
     */
    public FunctionRunner(FunctionDefinition<I, O> definition, Models models, SinkConnector connector,
            Telemetry telemetry, StructuredLog log, UnaryOperator<InferenceEndpoints.Builder> http) {
        if (definition.sinks().isEmpty() && definition.trigger() != TriggerKind.HTTP) {
            throw new IllegalArgumentException(
                    definition + ": expected a sink, found none: its results would be lost");
        }
        this.definition = definition;
        this.models = models;
        this.sinks = new ResultSinks(definition, connector);
        this.telemetry = telemetry;
        this.log = log;
        this.endpoints = http.apply(endpoints()).build();
    }

    private InferenceEndpoints.Builder endpoints() {
        InferenceEndpoints.Builder builder = InferenceEndpoints.serving(models).limits(definition.limits())
                .telemetry(telemetry).log(log);
        if (definition.trigger() == TriggerKind.HTTP) {
            builder.function(definition);
        }
        return definition.sinks().isEmpty() ? builder
                : builder
                        .recording(new RecordedAnswers(definition.name(), sinks::store, definition.limits()));
    }

    /** Answers a request by the inference protocol, or with the function's own predictor; never throws. */
    public TriggerResult.HttpResult run(TriggerEvent.HttpTrigger request) {
        return endpoints.handle(request);
    }

    /** Runs the function on objects that landed in a store. */
    public TriggerResult run(TriggerEvent.BlobTrigger event) {
        return run(event.requestId(), event.items(), event.ordering(), event.deadline());
    }

    /** Runs the function on records of a stream. */
    public TriggerResult run(TriggerEvent.StreamTrigger event) {
        return run(event.requestId(), event.items(), event.ordering(), event.deadline());
    }

    private TriggerResult run(String requestId, List<TriggerItem> items, Ordering ordering,
            Deadline deadline) {
        long start = System.nanoTime();
        List<Step> done;
        try (Models.Lease lease = models.lease(definition.model())) {
            done = new ItemsRun(steps(lease.loaded()), sinks, definition.limits().batchRows(), ordering,
                    deadline)
                    .run(items);
        } catch (RuntimeException | Error failure) {
            done = allFailed(items, InferenceException.of(failure, definition.model().toString()));
        }
        done.forEach(step -> report(requestId, step, System.nanoTime() - start));
        return result(items, done);
    }

    /**
     * Gives up on items of an event that failed for too long, where the platform would rather lose them than bring them
     * again: each goes to the dead letter with why it failed. They carry no model's version, so that they can be replayed.
     *
     * @return which of them must come again after all
     */
    public TriggerResult setAside(TriggerEvent.StreamTrigger event,
            List<TriggerResult.ItemFailure> failures) {
        Map<String, InferenceException> causes = new LinkedHashMap<>();
        failures.forEach(failure -> causes.put(failure.itemId(), failure.cause()));
        List<TriggerItem> items = event.items().stream().filter(item -> causes.containsKey(item.itemId()))
                .toList();
        Map<Integer, InferenceException> lost = sinks.setAside(
                items.stream().map(item -> givenUp(item, causes.get(item.itemId()))).toList());
        List<Step> done = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Step step = lost.containsKey(i) ? new Step.Failed(items.get(i), lost.get(i))
                    : new Step.Stored(items.get(i), false, Optional.of(causes.get(items.get(i).itemId())));
            report(event.requestId(), step, 0);
            done.add(step);
        }
        return result(items, done);
    }

    private ResultRecord givenUp(TriggerItem item, InferenceException cause) {
        ModelId asked = new ModelId(definition.model().name(), definition.model().version());
        return new ResultRecord(new ResultKey(item.eventId(), asked), definition.name(), item.orderingKey(),
                item.reference(), ResultRecord.Status.POISON, Map.of(), "given up: " + cause.getMessage(),
                Duration.ZERO, Instant.now(), item.payload());
    }

    // Whatever is wrong with the model is not the items' fault: they wait for a better one.
    private static List<Step> allFailed(List<TriggerItem> items, InferenceException cause) {
        return items.stream().map(item -> (Step) new Step.Failed(item, cause)).toList();
    }

    private PredictionSteps<I, O> steps(LoadedModel loaded) {
        ModelId id = loaded.model().id();
        Bound<I, O> known = bound.get(id);
        if (known == null || known.loaded() != loaded) {
            known = new Bound<>(loaded,
                    new PredictionSteps<>(definition, definition.predictor().create(loaded),
                            loaded.model(), telemetry));
            bound.put(id, known);
        }
        return known.steps();
    }

    private void report(String requestId, Step step, long nanos) {
        if (step instanceof Step.Failed failed) {
            finished(Telemetry.Outcome.RETRY, failed.cause(), nanos);
            log(StructuredLog.Level.ERROR, "item failed and comes again", requestId, failed.item(),
                    failed.cause());
        } else if (step instanceof Step.Stored stored && stored.poison().isPresent()) {
            InferenceException poison = stored.poison().get();
            finished(Telemetry.Outcome.POISON, poison, nanos);
            log(StructuredLog.Level.WARN, "item set aside", requestId, stored.item(), poison);
        } else {
            boolean duplicate = step instanceof Step.Stored stored && stored.duplicate();
            telemetry.finished(definition.trigger(), definition.model().name(),
                    duplicate ? Telemetry.Outcome.DUPLICATE : Telemetry.Outcome.OK, null, nanos);
        }
    }

    private void finished(Telemetry.Outcome outcome, InferenceException cause, long nanos) {
        telemetry.finished(definition.trigger(), definition.model().name(), outcome, cause.kind(), nanos);
    }

    private void log(StructuredLog.Level level, String message, String requestId, TriggerItem item,
            InferenceException cause) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("request_id", requestId);
        fields.put("function", definition.name());
        fields.put("input", item.reference());
        fields.put("event_id", item.eventId());
        fields.put("kind", cause.kind().name());
        fields.put("reason", cause.getMessage());
        log.log(level, message, fields);
    }

    private static TriggerResult result(List<TriggerItem> items, List<Step> done) {
        Map<String, InferenceException> causes = new LinkedHashMap<>();
        for (Step step : done) {
            if (step instanceof Step.Failed failed) {
                causes.putIfAbsent(failed.item().itemId(), failed.cause());
            }
        }
        if (causes.isEmpty()) {
            return new TriggerResult.Acknowledged();
        }
        return new TriggerResult.BatchResult(items.stream().map(TriggerItem::itemId).distinct()
                .filter(causes::containsKey).map(id -> new TriggerResult.ItemFailure(id, causes.get(id)))
                .toList());
    }

    /** Flushes and closes the sinks. */
    @Override
    public void close() {
        sinks.close();
    }
}
