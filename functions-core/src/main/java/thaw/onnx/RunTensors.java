package thaw.onnx;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import thaw.Shape;
import thaw.Tensor;
import thaw.Tensors;

/** The native tensors of one call; closing frees those that are ours. For one thread. */
final class RunTensors implements AutoCloseable {

    private final OrtEnvironment environment;
    private final Tensors inputs;
    private final List<OutputSlot> outputs;
    private final Map<String, OnnxTensor> fed = new LinkedHashMap<>();
    private final Map<String, OnnxTensor> prepared = new LinkedHashMap<>();
    private final Set<String> requested = new LinkedHashSet<>();
    private final Tensor[] answers;

    RunTensors(OrtEnvironment environment, Tensors inputs, List<OutputSlot> outputs) {
        this.environment = environment;
        this.inputs = inputs;
        this.outputs = outputs;
        this.answers = new Tensor[outputs.size()];
    }

    void feed(List<InputSlot> slots) throws OrtException {
        for (InputSlot slot : slots) {
            fed.put(slot.fedName(), slot.create(inputs.tensor(slot.spec().name())));
        }
    }

    /** Prepares buffers for the outputs whose shape is known; ONNX Runtime is asked to allocate the others. */
    void prepare() throws OrtException {
        for (int i = 0; i < answers.length; i++) {
            OutputSlot slot = outputs.get(i);
            Optional<Shape> shape = slot.expected(inputs);
            if (shape.isPresent()) {
                prepare(i, shape.get());
            } else {
                requested.add(slot.spec().name());
            }
        }
    }

    private void prepare(int index, Shape shape) throws OrtException {
        OutputSlot slot = outputs.get(index);
        ByteBuffer buffer = Tensor.allocate(shape.elements() * slot.spec().datatype().width());
        answers[index] = Tensor.of(slot.spec().name(), slot.spec().datatype(), shape, buffer);
        prepared.put(slot.spec().name(), OnnxTensor.createTensor(environment, buffer, shape.toArray(),
                ElementTypes.fed(slot.spec().datatype())));
    }

    /** Lets ONNX Runtime allocate every output, now and in later calls: a prepared one had another shape. */
    void abandonPrepared() {
        for (int i = 0; i < answers.length; i++) {
            if (answers[i] != null) {
                outputs.get(i).refute();
                requested.add(outputs.get(i).spec().name());
                answers[i] = null;
            }
        }
        prepared.values().forEach(OnnxTensor::close);
        prepared.clear();
    }

    boolean anyPrepared() {
        return !prepared.isEmpty();
    }

    /** One run; its outputs in the order of the slots. */
    Tensors run(OrtSession session, OrtSession.RunOptions options) throws OrtException {
        try (OrtSession.Result result = session.run(fed, requested, prepared, options)) {
            List<Tensor> tensors = new ArrayList<>(answers.length);
            for (int i = 0; i < answers.length; i++) {
                OutputSlot slot = outputs.get(i);
                tensors.add(answers[i] != null ? answers[i]
                        : slot.read(result.get(slot.spec().name()).orElseThrow(), inputs));
            }
            return Tensors.of(tensors);
        }
    }

    @Override
    public void close() {
        fed.values().forEach(OnnxTensor::close);
        prepared.values().forEach(OnnxTensor::close);
    }
}
