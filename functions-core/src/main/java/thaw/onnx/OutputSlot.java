package thaw.onnx;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import thaw.Datatype;
import thaw.InferenceException;
import thaw.Shape;
import thaw.Tensor;
import thaw.TensorSpec;
import thaw.Tensors;

/**
 * Takes one output's tensors from ONNX Runtime: written straight into a buffer of ours once a run has shown that its
 * shape can be told from the inputs', copied otherwise. Thread-safe.
 */
final class OutputSlot {

    /** What runs so far say of the rule. */
    private enum Trust {
        UNTRIED, PROVEN, REFUTED
    }

    private final TensorSpec spec;
    private final Optional<ShapeRule> rule;
    private final StringTensors strings;
    // Threads may race for it: each value they write is true, and a wrong guess costs one more run.
    private volatile Trust trust = Trust.UNTRIED;

    OutputSlot(TensorSpec spec, List<TensorSpec> inputs, StringTensors strings) {
        this.spec = spec;
        this.strings = strings;
        this.rule = ElementTypes.canBePrepared(spec.datatype()) ? ShapeRule.of(spec, inputs)
                : Optional.empty();
    }

    TensorSpec spec() {
        return spec;
    }

    String name() {
        return spec.name();
    }

    /** The shape that the run will give, if that is known and a buffer of it can be prepared. */
    Optional<Shape> expected(Tensors inputs) {
        if (trust != Trust.PROVEN || rule.isEmpty()) {
            return Optional.empty();
        }
        Shape shape = Shape.of(rule.get().predict(inputs));
        long elements = shape.elements();
        return elements > 0 && elements <= Integer.MAX_VALUE / spec.datatype().width() ? Optional.of(shape)
                : Optional.empty();
    }

    /** From now on this output is copied. */
    void refute() {
        trust = Trust.REFUTED;
    }

    /**
     * The tensor of a run that allocated it by itself.
     *
     * @throws InferenceException internal, if the model breaks its own declaration
     */
    Tensor read(OnnxValue value, Tensors inputs) throws OrtException {
        if (!(value instanceof OnnxTensor tensor)) {
            throw InferenceException.internal("output '" + spec.name() + "'",
                    "expected a tensor, got " + value.getInfo(), null);
        }
        Shape shape = Shape.of(tensor.getInfo().getShape());
        if (spec.datatype() == Datatype.BYTES) {
            return Tensor.ofStrings(spec.name(), shape, List.of(strings.read(spec.name(), tensor)));
        }
        if (trust == Trust.UNTRIED && rule.isPresent()) {
            trust = Arrays.equals(rule.get().predict(inputs), shape.toArray()) ? Trust.PROVEN : Trust.REFUTED;
        }
        ByteBuffer copy = tensor.getByteBuffer();
        return Tensor.of(spec.name(), spec.datatype(), shape, copy);
    }
}
