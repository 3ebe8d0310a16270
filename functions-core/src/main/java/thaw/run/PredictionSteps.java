package thaw.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import thaw.Deadline;
import thaw.FunctionDefinition;
import thaw.InferenceException;
import thaw.Model;
import thaw.ModelId;
import thaw.Predictor;
import thaw.Tensors;
import thaw.TriggerItem;
import thaw.json.Json;
import thaw.telemetry.Telemetry;

/**
 * The steps of one function on one loaded model: read and encode, one model run for many items, decode. A failure stays
 * with the item that caused it.
 */
final class PredictionSteps<I, O> {

    private final FunctionDefinition<I, O> definition;
    private final Predictor<I, O> predictor;
    private final Model model;
    private final Telemetry telemetry;

    PredictionSteps(FunctionDefinition<I, O> definition, Predictor<I, O> predictor, Model model,
            Telemetry telemetry) {
        this.definition = definition;
        this.predictor = predictor;
        this.model = model;
        this.telemetry = telemetry;
    }

    ModelId model() {
        return model.id();
    }

    /** Every item as {@link Step.Ready} (predicted or poison) or {@link Step.Failed}, in the order given. */
    List<Step> predict(List<TriggerItem> items, Deadline deadline) {
        long start = System.nanoTime();
        List<Step> steps = new ArrayList<>(items.size());
        List<Step.Encoded> group = new ArrayList<>();
        for (TriggerItem item : items) {
            Step step = encode(item, start);
            if (step instanceof Step.Encoded encoded) {
                if (!fits(group, encoded)) {
                    inferInto(steps, group, deadline, start);
                }
                group.add(encoded);
            } else {
                inferInto(steps, group, deadline, start);
                steps.add(step);
            }
        }
        inferInto(steps, group, deadline, start);
        return steps;
    }

    private Step encode(TriggerItem item, long start) {
        try {
            I input = definition.reader().read(item.payload(), definition.limits());
            Tensors inputs = predictor.encode(input);
            model.signature().check(inputs);
            return new Step.Encoded(item, inputs);
        } catch (RuntimeException | Error failure) {
            return failed(item, InferenceException.of(failure, item.reference()), start);
        }
    }

    /** Whether the item may share the group's model run: equal rows, and no more of them than the limit. */
    private boolean fits(List<Step.Encoded> group, Step.Encoded next) {
        if (group.isEmpty()) {
            return true;
        }
        if (!model.signature().batchable() || !group.get(0).inputs().joinable(next.inputs())) {
            return false;
        }
        long rows = next.inputs().rows();
        for (Step.Encoded member : group) {
            rows += member.inputs().rows();
        }
        return rows <= definition.limits().batchRows();
    }

    private void inferInto(List<Step> steps, List<Step.Encoded> group, Deadline deadline, long start) {
        if (!group.isEmpty()) {
            steps.addAll(infer(List.copyOf(group), deadline, start));
            group.clear();
        }
    }

    /** One run for all; if it fails because of an item, halves until the culprit is alone. */
    private List<Step> infer(List<Step.Encoded> group, Deadline deadline, long start) {
        try {
            return decode(group, run(group, deadline), start);
        } catch (RuntimeException | Error failure) {
            InferenceException cause = InferenceException.of(failure, model.id().toString());
            if (cause.retryable() || group.size() == 1) {
                return group.stream().map(member -> failed(member.item(), cause, start)).toList();
            }
            return inferHalves(group, deadline, start);
        }
    }

    private List<Step> inferHalves(List<Step.Encoded> group, Deadline deadline, long start) {
        int half = group.size() / 2;
        List<Step> steps = new ArrayList<>(infer(group.subList(0, half), deadline, start));
        steps.addAll(infer(group.subList(half, group.size()), deadline, start));
        return steps;
    }

    private Tensors run(List<Step.Encoded> group, Deadline deadline) {
        Tensors inputs = Tensors.joined(group.stream().map(Step.Encoded::inputs).toList());
        long start = System.nanoTime();
        Tensors outputs = model.infer(inputs, Set.of(), deadline);
        telemetry.modelRun(model.id(), Math.max(1, inputs.rows()), System.nanoTime() - start);
        requireRows(inputs, outputs, group.size());
        return outputs;
    }

    // A model that claims a batch dimension and then gives other rows would hand one item's answer to another.
    private void requireRows(Tensors inputs, Tensors outputs, int items) {
        if (items > 1 && outputs.rows() != inputs.rows()) {
            throw InferenceException.internal(model.id().toString(), "expected outputs of " + inputs.rows()
                    + " rows, as many as its inputs have; got " + outputs, null);
        }
    }

    private List<Step> decode(List<Step.Encoded> group, Tensors outputs, long start) {
        if (group.size() == 1) {
            return List.of(decode(group.get(0).item(), outputs, start));
        }
        List<Step> steps = new ArrayList<>(group.size());
        long row = 0;
        for (Step.Encoded member : group) {
            long rows = member.inputs().rows();
            steps.add(decode(member.item(), outputs.rows(row, rows), start));
            row += rows;
        }
        return steps;
    }

    private Step decode(TriggerItem item, Tensors outputs, long start) {
        try {
            Map<String, Object> fields = definition.writer().write(predictor.decode(outputs));
            // Found now, it is this item's poison; found by a sink, it would come again for ever.
            Json.requireWritable(fields);
            return new Step.Ready(item, result(item, ResultRecord.Status.PREDICTED, fields, "", start),
                    Optional.empty());
        } catch (RuntimeException | Error failure) {
            return failed(item, InferenceException.of(failure, item.reference()), start);
        }
    }

    /** What can succeed later comes again; what never can is set aside. */
    private Step failed(TriggerItem item, InferenceException cause, long start) {
        if (cause.retryable()) {
            return new Step.Failed(item, cause);
        }
        return new Step.Ready(item,
                result(item, ResultRecord.Status.POISON, Map.of(), cause.getMessage(), start),
                Optional.of(cause));
    }

    private ResultRecord result(TriggerItem item, ResultRecord.Status status, Map<String, Object> output,
            String reason, long start) {
        return new ResultRecord(new ResultKey(item.eventId(), model.id()), definition.name(),
                item.orderingKey(),
                item.reference(), status, output, reason, Duration.ofNanos(System.nanoTime() - start),
                Instant.now(),
                item.payload());
    }
}
