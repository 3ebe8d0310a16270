package thaw.onnx;

import java.nio.ByteBuffer;
import java.util.Arrays;
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

/**
 * The native tensors of one call; closing frees those that are ours. Arrays and one-entry maps instead of collections:
 * one of these is made for every call. For one thread.
 */
final class RunTensors implements AutoCloseable {

    private final OrtEnvironment environment;
    private final Tensors inputs;
    private final List<InputSlot> inputSlots;
    private final List<OutputSlot> outputSlots;
    private final OnnxTensor[] fed;
    private final OnnxTensor[] prepared;
    private final Tensor[] answers;
    private int preparedCount;

    RunTensors(OrtEnvironment environment, Tensors inputs, List<InputSlot> inputSlots,
            List<OutputSlot> outputSlots) {
        this.environment = environment;
        this.inputs = inputs;
        this.inputSlots = inputSlots;
        this.outputSlots = outputSlots;
        this.fed = new OnnxTensor[inputSlots.size()];
        this.prepared = new OnnxTensor[outputSlots.size()];
        this.answers = new Tensor[outputSlots.size()];
    }

    void feed() throws OrtException {
        for (int i = 0; i < fed.length; i++) {
            InputSlot slot = inputSlots.get(i);
            fed[i] = slot.create(inputs.tensor(slot.spec().name()));
        }
    }

    /** Prepares buffers for the outputs whose shape is known; ONNX Runtime is asked to allocate the others. */
    void prepare() throws OrtException {
        for (int i = 0; i < prepared.length; i++) {
            Optional<Shape> shape = outputSlots.get(i).expected(inputs);
            if (shape.isPresent()) {
                prepare(i, shape.get());
            }
        }
    }

    private void prepare(int index, Shape shape) throws OrtException {
        OutputSlot slot = outputSlots.get(index);
        ByteBuffer buffer = Tensor.allocate(shape.elements() * slot.spec().datatype().width());
        prepared[index] = OnnxTensor.createTensor(environment, buffer, shape.toArray(),
                ElementTypes.fed(slot.spec().datatype()));
        answers[index] = Tensor.of(slot.name(), slot.spec().datatype(), shape, buffer);
        preparedCount++;
    }

    boolean anyPrepared() {
        return preparedCount > 0;
    }

    /** Lets ONNX Runtime allocate every output, now and in later calls: a prepared one had another shape. */
    void abandonPrepared() {
        for (int i = 0; i < prepared.length; i++) {
            if (prepared[i] != null) {
                outputSlots.get(i).refute();
                prepared[i].close();
                prepared[i] = null;
            }
        }
        preparedCount = 0;
    }

    /** One run; its outputs in the order of the slots. */
    Tensors run(OrtSession session, OrtSession.RunOptions options) throws OrtException {
        try (OrtSession.Result result = session.run(fedByName(), requested(), preparedByName(), options)) {
            for (int i = 0; i < answers.length; i++) {
                if (prepared[i] == null) {
                    OutputSlot slot = outputSlots.get(i);
                    answers[i] = slot.read(result.get(slot.name()).orElseThrow(), inputs);
                }
            }
            return Tensors.of(Arrays.asList(answers));
        }
    }

    private Map<String, OnnxTensor> fedByName() {
        if (fed.length == 1) {
            return Map.of(inputSlots.get(0).fedName(), fed[0]);
        }
        Map<String, OnnxTensor> byName = new LinkedHashMap<>();
        for (int i = 0; i < fed.length; i++) {
            byName.put(inputSlots.get(i).fedName(), fed[i]);
        }
        return byName;
    }

    private Map<String, OnnxTensor> preparedByName() {
        if (preparedCount == 0) {
            return Map.of();
        }
        if (prepared.length == 1) {
            return Map.of(outputSlots.get(0).name(), prepared[0]);
        }
        Map<String, OnnxTensor> byName = new LinkedHashMap<>();
        for (int i = 0; i < prepared.length; i++) {
            if (prepared[i] != null) {
                byName.put(outputSlots.get(i).name(), prepared[i]);
            }
        }
        return byName;
    }

    private Set<String> requested() {
        if (preparedCount == prepared.length) {
            return Set.of();
        }
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < prepared.length; i++) {
            if (prepared[i] == null) {
                names.add(outputSlots.get(i).name());
            }
        }
        return names;
    }

    @Override
    public void close() {
        closeAll(fed);
        closeAll(prepared);
    }

    private static void closeAll(OnnxTensor[] tensors) {
        for (OnnxTensor tensor : tensors) {
            if (tensor != null) {
                tensor.close();
            }
        }
    }
}
