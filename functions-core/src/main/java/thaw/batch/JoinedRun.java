package thaw.batch;

import java.util.ArrayList;
import java.util.List;

import thaw.Deadline;
import thaw.InferenceException;
import thaw.Model;
import thaw.Tensors;
import thaw.telemetry.Telemetry;

/**
 * Runs calls together and hands each its rows. If the run fails, it runs the halves, and theirs, so that only the call
 * that is to blame sees the failure.
 */
final class JoinedRun {

    private final Model model;
    private final Telemetry telemetry;

    JoinedRun(Model model, Telemetry telemetry) {
        this.model = model;
        this.telemetry = telemetry;
    }

    /** Finishes every call. */
    void run(List<Call> calls) {
        List<Call> inTime = new ArrayList<>(calls.size());
        for (Call call : calls) {
            if (call.deadline().passed()) {
                call.fail(InferenceException.deadline(model.id().toString(),
                        "expected a model run within the time allowed, got none"));
            } else {
                inTime.add(call);
            }
        }
        if (!inTime.isEmpty()) {
            attempt(inTime);
        }
    }

    private void attempt(List<Call> calls) {
        RuntimeException failure;
        try {
            together(calls);
            return;
        } catch (InferenceException known) {
            failure = known;
        } catch (RuntimeException | Error defect) {
            failure = InferenceException.of(defect, model.id().toString());
        }
        if (calls.size() == 1 || failure instanceof InferenceException known
                && known.kind() == InferenceException.Kind.UNAVAILABLE) {
            for (Call call : calls) {
                call.fail(failure);
            }
            return;
        }
        run(calls.subList(0, calls.size() / 2));
        run(calls.subList(calls.size() / 2, calls.size()));
    }

    private void together(List<Call> calls) {
        Tensors inputs = Tensors.joined(calls.stream().map(Call::inputs).toList());
        Tensors outputs = infer(inputs, calls);
        if (calls.size() == 1) {
            calls.get(0).succeed(outputs);
            return;
        }
        if (outputs.rows() != inputs.rows()) {
            throw InferenceException.mismatch(model.id().toString(),
                    inputs.rows() + " rows from a joined run",
                    outputs);
        }
        List<Tensors> parts = new ArrayList<>(calls.size());
        long from = 0;
        for (Call call : calls) {
            parts.add(outputs.rows(from, call.rows()));
            from += call.rows();
        }
        for (int i = 0; i < calls.size(); i++) {
            calls.get(i).succeed(parts.get(i));
        }
    }

    private Tensors infer(Tensors inputs, List<Call> calls) {
        Deadline first = calls.get(0).deadline();
        for (Call call : calls) {
            if (call.deadline().remainingNanos() < first.remainingNanos()) {
                first = call.deadline();
            }
        }
        long started = System.nanoTime();
        Tensors outputs = model.infer(inputs, calls.get(0).wanted(), first);
        telemetry.modelRun(model.id(), Math.max(1, inputs.rows()), System.nanoTime() - started);
        return outputs;
    }
}
