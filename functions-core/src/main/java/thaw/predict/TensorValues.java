package thaw.predict;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import thaw.InferenceException;
import thaw.Shape;
import thaw.Tensor;

/** Reads the elements of an output as numbers, or as what JSON can carry. Not thread-safe: it shares a view. */
public final class TensorValues {

    private final Tensor tensor;
    private final ByteBuffer data;

    /** The elements of that tensor. */
    public TensorValues(Tensor tensor) {
        this.tensor = tensor;
        this.data = tensor.datatype().fixedWidth() ? tensor.data() : ByteBuffer.allocate(0);
    }

    /**
     * An element of a floating datatype.
     *
     * @throws InferenceException internal, on NaN or an infinity: JSON carries neither, and no label follows from them
     */
    double number(int index) {
        double value = switch (tensor.datatype()) {
            case FP32 -> data.getFloat(index * Float.BYTES);
            case FP64 -> data.getDouble(index * Double.BYTES);
            case FP16 -> HalfFloats.fromFp16(data.getShort(index * Short.BYTES));
            case BF16 -> HalfFloats.fromBf16(data.getShort(index * Short.BYTES));
            case BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, BYTES ->
                throw new IllegalStateException(tensor + " is not of floats");
        };
        if (!Double.isFinite(value)) {
            throw InferenceException.internal("output '" + tensor.name() + "'",
                    "expected finite numbers, got " + value + " at element " + index, null);
        }
        return value;
    }

    /** An element as a number, text or boolean. */
    Object element(int index) {
        return switch (tensor.datatype()) {
            case BOOL -> data.get(index) != 0;
            case UINT8 -> (long) (data.get(index) & 0xff);
            case INT8 -> (long) data.get(index);
            case UINT16 -> (long) (data.getShort(index * Short.BYTES) & 0xffff);
            case INT16 -> (long) data.getShort(index * Short.BYTES);
            case UINT32 -> data.getInt(index * Integer.BYTES) & 0xffffffffL;
            case INT32 -> (long) data.getInt(index * Integer.BYTES);
            case UINT64 -> unsigned(data.getLong(index * Long.BYTES));
            case INT64 -> data.getLong(index * Long.BYTES);
            // A Float prints as the shortest decimal of its own precision, a Double made of it as noise.
            case FP16, BF16, FP32 -> (float) number(index);
            case FP64 -> number(index);
            case BYTES -> tensor.text(index);
        };
    }

    private static Object unsigned(long bits) {
        return bits >= 0 ? bits : (Object) new BigInteger(Long.toUnsignedString(bits));
    }

    /**
     * The elements as nested lists, without that many of the outermost dimensions, which must be of size one.
     *
     * @throws InferenceException internal, on NaN or an infinity; malformed, on bytes that are no text
     */
    public Object tree(int skippedDimensions) {
        return tree(tensor.shape(), skippedDimensions, 0, tensor.elements());
    }

    private Object tree(Shape shape, int dimension, int from, int count) {
        if (dimension == shape.rank()) {
            return element(from);
        }
        int size = (int) shape.dimension(dimension);
        List<Object> list = new ArrayList<>(size);
        int each = size == 0 ? 0 : count / size;
        for (int i = 0; i < size; i++) {
            list.add(tree(shape, dimension + 1, from + i * each, each));
        }
        return list;
    }
}
