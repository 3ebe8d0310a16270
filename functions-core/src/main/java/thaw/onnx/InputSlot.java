package thaw.onnx;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import thaw.Datatype;
import thaw.InferenceException;
import thaw.Tensor;
import thaw.TensorSpec;

/** Hands one input's tensors to ONNX Runtime, in place where that is safe. Thread-safe. */
final class InputSlot {

    private final TensorSpec spec;
    private final String fedName;
    private final OnnxJavaType type;
    private final OrtEnvironment environment;
    private final StringTensors strings;

    InputSlot(TensorSpec spec, String fedName, OrtEnvironment environment, StringTensors strings) {
        this.spec = spec;
        this.fedName = fedName;
        this.type = ElementTypes.fed(spec.datatype());
        this.environment = environment;
        this.strings = strings;
    }

    TensorSpec spec() {
        return spec;
    }

    /** The name in the graph as it was loaded. */
    String fedName() {
        return fedName;
    }

    /**
     * The tensor as ONNX Runtime's; the caller closes it, and keeps the given one reachable until then.
     *
     * @throws InferenceException malformed, if an element is one that ONNX Runtime must not see
     */
    OnnxTensor create(Tensor tensor) throws OrtException {
        long[] shape = tensor.shape().toArray();
        if (spec.datatype() == Datatype.BYTES) {
            return strings.create(spec.name(), texts(tensor), shape);
        }
        ByteBuffer data = aligned(tensor.data());
        if (spec.datatype() == Datatype.BOOL) {
            requireBooleans(data);
        }
        return OnnxTensor.createTensor(environment, data, shape, type);
    }

    private String[] texts(Tensor tensor) {
        String[] texts = new String[tensor.elements()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = text(tensor, i);
        }
        return texts;
    }

    private static String text(Tensor tensor, int index) {
        String text = new String(tensor.bytes(index), StandardCharsets.UTF_8);
        // Only a replacement character can hide a fault, and it is rare enough to be decoded again, strictly.
        return text.indexOf('\uFFFD') < 0 ? text : tensor.text(index);
    }

    /** A slice of a request's body begins anywhere; vector instructions do not forgive that on every processor. */
    private ByteBuffer aligned(ByteBuffer data) {
        int width = spec.datatype().width();
        return width == 1 || data.alignmentOffset(0, width) == 0 ? data
                : Tensor.allocate(data.remaining()).put(data).flip();
    }

    private void requireBooleans(ByteBuffer data) {
        for (int i = 0; i < data.limit(); i++) {
            byte element = data.get(i);
            if (element != 0 && element != 1) {
                throw InferenceException.mismatch("input '" + spec.name() + "' element " + i,
                        "0 or 1 for a BOOL", Byte.toUnsignedInt(element));
            }
        }
    }
}
