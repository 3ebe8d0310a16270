package thaw.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import thaw.Deadline;
import thaw.InferenceException;
import thaw.Model;
import thaw.ModelId;
import thaw.ModelSignature;
import thaw.Tensors;
import thaw.model.UseCount;

/** A session of ONNX Runtime as a model. */
final class OnnxModel implements Model {

    private final ModelId id;
    private final ModelSignature signature;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final List<InputSlot> inputs;
    private final List<OutputSlot> outputs;
    private final RunWatch watch;
    private final UseCount uses = new UseCount();

    OnnxModel(ModelId id, OrtEnvironment environment, OrtSession session, List<InputSlot> inputs,
            List<OutputSlot> outputs, RunWatch watch) {
        this.id = id;
        this.environment = environment;
        this.session = session;
        this.inputs = List.copyOf(inputs);
        this.outputs = List.copyOf(outputs);
        this.watch = watch;
        this.signature = new ModelSignature(inputs.stream().map(InputSlot::spec).toList(),
                outputs.stream().map(OutputSlot::spec).toList());
    }

    @Override
    public ModelId id() {
        return id;
    }

    @Override
    public ModelSignature signature() {
        return signature;
    }

    @Override
    public Tensors infer(Tensors given, Set<String> wanted, Deadline deadline) {
        signature.check(given);
        List<OutputSlot> asked = asked(wanted);
        if (deadline.bounded() && deadline.passed()) {
            throw late("before the model ran");
        }
        if (!uses.enter()) {
            throw InferenceException.unavailable("model '" + id + "'", "it has been closed", null);
        }
        try {
            return run(given, asked, deadline);
        } catch (OrtException failure) {
            throw OnnxFailures.terminated(failure) ? late("in the model's run")
                    : OnnxFailures.ofRun(id, failure);
        } finally {
            uses.leave();
        }
    }

    private List<OutputSlot> asked(Set<String> wanted) {
        if (wanted.isEmpty()) {
            return outputs;
        }
        signature.checkOutputs(wanted);
        List<OutputSlot> asked = new ArrayList<>(wanted.size());
        for (OutputSlot slot : outputs) {
            if (wanted.contains(slot.spec().name())) {
                asked.add(slot);
            }
        }
        return asked;
    }

    private InferenceException late(String where) {
        return InferenceException.deadline("model '" + id + "'", "the time allowed ran out " + where);
    }

    private Tensors run(Tensors given, List<OutputSlot> asked, Deadline deadline) throws OrtException {
        try (RunTensors tensors = new RunTensors(environment, given, inputs, asked)) {
            tensors.feed();
            tensors.prepare();
            if (!deadline.bounded()) {
                return run(tensors, null);
            }
            try (RunWatch.Run watched = watch.watch(deadline)) {
                return run(tensors, watched.options());
            }
        }
    }

    private Tensors run(RunTensors tensors, OrtSession.RunOptions options) throws OrtException {
        try {
            return tensors.run(session, options);
        } catch (OrtException failure) {
            if (!tensors.anyPrepared() || !OnnxFailures.ofPreparedShape(failure)) {
                throw failure;
            }
            tensors.abandonPrepared();
            return tensors.run(session, options);
        }
    }

    @Override
    public void close() {
        if (!uses.close()) {
            return;
        }
        try {
            session.close();
        } catch (OrtException failure) {
            throw InferenceException.internal("model '" + id + "'",
                    "could not be closed: " + OnnxFailures.oneLine(failure), failure);
        }
    }
}
