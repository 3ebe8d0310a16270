package thaw.cli;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import thaw.Datatype;
import thaw.ModelSignature;
import thaw.Shape;
import thaw.Tensor;
import thaw.TensorSpec;
import thaw.Tensors;

/** Inputs of one row for a model of which only the signature is known: small numbers, short texts. Not thread-safe. */
final class MadeUpRows {

    private static final long SEED = 42;

    private final ModelSignature signature;
    private final long openSize;
    private final Random random = new Random(SEED);

    /** Rows whose open dimensions, but for the first, have that size. */
    MadeUpRows(ModelSignature signature, long openSize) {
        this.signature = signature;
        this.openSize = openSize;
    }

    /** Another row. */
    Tensors next() {
        List<Tensor> inputs = new ArrayList<>();
        for (TensorSpec input : signature.inputs()) {
            inputs.add(tensor(input));
        }
        return Tensors.of(inputs);
    }

    private Tensor tensor(TensorSpec spec) {
        Shape shape = shape(spec.shape());
        if (spec.datatype() == Datatype.BYTES) {
            List<String> texts = random.ints(shape.elements(), 0, 1000).mapToObj(n -> "text " + n).toList();
            return Tensor.ofStrings(spec.name(), shape, texts);
        }
        ByteBuffer data = Tensor.allocate(shape.elements() * spec.datatype().width());
        while (data.hasRemaining()) {
            put(data, spec.datatype());
        }
        return Tensor.of(spec.name(), spec.datatype(), shape, data.flip());
    }

    private Shape shape(Shape declared) {
        long[] sizes = declared.toArray();
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] == Shape.ANY) {
                sizes[i] = i == 0 ? 1 : openSize;
            }
        }
        return Shape.of(sizes);
    }

    // Integers of 0 and 1 are a valid index, mask or token nearly everywhere.
    private void put(ByteBuffer data, Datatype datatype) {
        switch (datatype) {
            case BOOL, UINT8, INT8 -> data.put((byte) random.nextInt(2));
            case UINT16, INT16 -> data.putShort((short) random.nextInt(2));
            case UINT32, INT32 -> data.putInt(random.nextInt(2));
            case UINT64, INT64 -> data.putLong(random.nextInt(2));
            case FP32 -> data.putFloat(random.nextFloat());
            case FP64 -> data.putDouble(random.nextDouble());
            // The upper half of a float; and a half's exponent one below that of 1, so that it lies in [0.5, 1).
            case BF16 -> data.putShort((short) (Float.floatToIntBits(random.nextFloat()) >>> 16));
            case FP16 -> data.putShort((short) (0x3800 | random.nextInt(0x400)));
            case BYTES -> throw new IllegalStateException("BYTES has no fixed width");
        }
    }
}
