package thaw.protocol;

import java.nio.ByteBuffer;

import thaw.Datatype;
import thaw.InferenceException;
import thaw.ModelSignature;
import thaw.Shape;
import thaw.Tensor;
import thaw.TensorSpec;

/** Turns a body without any JSON into the one input of a model, by the rule of Triton's raw binary request. */
final class RawInput {

    private final TensorSpec input;
    private final boolean rows;

    private RawInput(TensorSpec input, boolean rows) {
        this.input = input;
        this.rows = rows;
    }

    static RawInput of(ModelSignature signature) {
        if (signature.inputs().size() != 1) {
            throw InferenceException.mismatch("raw request body", "a model with one input",
                    signature.inputs().size() + " inputs, which only JSON can tell apart");
        }
        return new RawInput(signature.inputs().get(0), signature.batchable());
    }

    Tensor read(byte[] body, boolean allowNonFinite) {
        if (input.datatype() == Datatype.BYTES) {
            return Tensor.ofBytes(input.name(), oneElement(), new byte[][]{body});
        }
        Tensor tensor = Tensor.of(input.name(), input.datatype(), shape(body.length), ByteBuffer.wrap(body));
        BinaryData.requireValues(tensor, allowNonFinite, "input '" + input.name() + "'");
        return tensor;
    }

    private Shape oneElement() {
        long[] sizes = input.shape().toArray();
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] != 1 && sizes[i] != Shape.ANY) {
                throw InferenceException.mismatch("raw request body", "a BYTES input of one element",
                        "shape " + input.shape() + " of input '" + input.name() + "'");
            }
            sizes[i] = 1;
        }
        return Shape.of(sizes);
    }

    private Shape shape(int bytes) {
        long[] sizes = input.shape().toArray();
        if (rows) {
            sizes[0] = 1;
        }
        long known = input.datatype().width();
        int open = -1;
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] != Shape.ANY) {
                known *= sizes[i];
            } else if (open < 0) {
                open = i;
            } else {
                throw InferenceException.mismatch("raw request body", "at most one open dimension",
                        "shape " + input.shape() + " of input '" + input.name() + "'");
            }
        }
        if (open >= 0) {
            sizes[open] = known == 0 ? 0 : bytes / known;
        }
        return Shape.of(sizes);
    }
}
