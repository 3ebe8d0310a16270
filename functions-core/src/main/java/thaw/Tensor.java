package thaw;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A named array: datatype, shape, and elements in row-major order. Fixed-width elements lie little-endian in a direct
 * buffer, so that ONNX Runtime reads them in place. Immutable, if nobody keeps the buffer that was given; thread-safe.
 */
public final class Tensor {

    private final String name;
    private final Datatype datatype;
    private final Shape shape;
    private final ByteBuffer data;
    private final byte[][] strings;

    private Tensor(String name, Datatype datatype, Shape shape, ByteBuffer data, byte[][] strings) {
        this.name = Objects.requireNonNull(name, "name");
        this.datatype = Objects.requireNonNull(datatype, "datatype");
        this.shape = Objects.requireNonNull(shape, "shape");
        this.data = data;
        this.strings = strings;
    }

    /**
     * A tensor over these bytes, from position to limit, little-endian. A direct buffer is taken as it is and must not
     * be changed afterwards; a heap buffer is copied.
     *
     * @throws InferenceException malformed, if the bytes are not exactly what the shape asks for
     */
    public static Tensor of(String name, Datatype datatype, Shape shape, ByteBuffer bytes) {
        if (!datatype.fixedWidth()) {
            throw new IllegalArgumentException("BYTES tensors are made by ofStrings or ofBytes");
        }
        requireLength(name, datatype, shape, bytes.remaining());
        return new Tensor(name, datatype, shape, direct(bytes), null);
    }

    /** An FP32 tensor of copied values. */
    public static Tensor ofFloats(String name, Shape shape, float... values) {
        ByteBuffer bytes = allocate((long) values.length * Float.BYTES);
        bytes.asFloatBuffer().put(values);
        return of(name, Datatype.FP32, shape, bytes);
    }

    /** An INT64 tensor of copied values. */
    public static Tensor ofLongs(String name, Shape shape, long... values) {
        ByteBuffer bytes = allocate((long) values.length * Long.BYTES);
        bytes.asLongBuffer().put(values);
        return of(name, Datatype.INT64, shape, bytes);
    }

    /** A BYTES tensor of texts in UTF-8. */
    public static Tensor ofStrings(String name, Shape shape, List<String> values) {
        byte[][] elements = new byte[values.size()][];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = values.get(i).getBytes(StandardCharsets.UTF_8);
        }
        return ofBytes(name, shape, elements);
    }

    /**
     * A BYTES tensor; the arrays are taken as they are and must not be changed afterwards.
     *
     * @throws InferenceException malformed, if their number is not the shape's
     */
    public static Tensor ofBytes(String name, Shape shape, byte[][] values) {
        if (shape.elements() != values.length) {
            throw InferenceException.mismatch(tensorNamed(name),
                    shape.elements() + " elements for shape " + shape,
                    values.length);
        }
        return new Tensor(name, Datatype.BYTES, shape, null, values.clone());
    }

    /**
     * A direct little-endian buffer for that many bytes, zeroed.
     *
     * @throws InferenceException too large, above what one Java buffer can hold
     */
    public static ByteBuffer allocate(long bytes) {
        if (bytes > Integer.MAX_VALUE) {
            throw InferenceException.tooLarge("tensor", Integer.MAX_VALUE, bytes, "bytes");
        }
        return ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer direct(ByteBuffer bytes) {
        if (bytes.isDirect()) {
            return bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        }
        return allocate(bytes.remaining()).put(bytes.duplicate()).flip();
    }

    private static void requireLength(String name, Datatype datatype, Shape shape, int actual) {
        long elements = shape.elements();
        if (elements > Integer.MAX_VALUE || elements * datatype.width() != actual) {
            throw InferenceException.malformed(tensorNamed(name), "expected " + elements + " elements of "
                    + datatype.width() + " bytes for shape " + shape + " of " + datatype + ", got " + actual
                    + " bytes");
        }
    }

    private static String tensorNamed(String name) {
        return "tensor '" + name + "'";
    }

    /** The name in the model's graph. */
    public String name() {
        return name;
    }

    /** The elements' datatype. */
    public Datatype datatype() {
        return datatype;
    }

    /** The dimensions, all known. */
    public Shape shape() {
        return shape;
    }

    /** The number of elements. */
    public int elements() {
        return strings != null ? strings.length : data.capacity() / datatype.width();
    }

    /** The size of the outermost dimension; 1 for a scalar. */
    public long rows() {
        return shape.rank() == 0 ? 1 : shape.dimension(0);
    }

    /**
     * The elements of a fixed-width tensor: a read-only view, little-endian, position 0.
     *
     * @throws IllegalStateException for BYTES
     */
    public ByteBuffer data() {
        requireFixedWidth();
        return data.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * The elements of an FP32 tensor: a read-only view.
     *
     * @throws IllegalStateException for another datatype
     */
    public FloatBuffer floats() {
        if (datatype != Datatype.FP32) {
            throw new IllegalStateException(tensorNamed(name) + " is " + datatype + ", not FP32");
        }
        return data().asFloatBuffer();
    }

    /**
     * An element of a BYTES tensor; the array is the tensor's own and must not be changed.
     *
     * @throws IllegalStateException for another datatype
     */
    public byte[] bytes(int index) {
        requireBytes();
        return strings[index];
    }

    /**
     * An element of a BYTES tensor as text.
     *
     * @throws InferenceException malformed, if it is not UTF-8
     */
    public String text(int index) {
        requireBytes();
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(strings[index])).toString();
        } catch (CharacterCodingException invalid) {
            throw InferenceException.malformed(tensorNamed(name) + " element " + index,
                    "expected UTF-8, which an ONNX string is; got other bytes", invalid);
        }
    }

    /** An element of an FP32 or FP64 tensor as a double, in row-major order. */
    public double number(int index) {
        if (datatype == Datatype.FP64) {
            return data.getDouble(index * Double.BYTES);
        }
        if (datatype == Datatype.FP32) {
            return data.getFloat(index * Float.BYTES);
        }
        throw new IllegalStateException(tensorNamed(name) + " is " + datatype + ", not a float");
    }

    /** The same elements under another name. */
    public Tensor named(String other) {
        return new Tensor(other, datatype, shape, data, strings);
    }

    /**
     * Rows of the outermost dimension, sharing the elements.
     *
     * @throws IndexOutOfBoundsException if there are fewer
     */
    public Tensor rows(long from, long count) {
        Objects.checkFromIndexSize(from, count, rows());
        int perRow = rows() == 0 ? 0 : (int) (elements() / rows());
        int start = (int) from * perRow;
        int length = (int) count * perRow;
        Shape part = shape.withRows(count);
        if (strings != null) {
            return new Tensor(name, datatype, part, null, Arrays.copyOfRange(strings, start, start + length));
        }
        ByteBuffer slice = data.slice(start * datatype.width(), length * datatype.width());
        return new Tensor(name, datatype, part, slice.order(ByteOrder.LITTLE_ENDIAN), null);
    }

    /**
     * Tensors of equal name, datatype and rows, joined along the outermost dimension. One is returned as it is.
     *
     * @throws IllegalArgumentException if they cannot be joined
     */
    public static Tensor joined(List<Tensor> parts) {
        Tensor first = parts.get(0);
        if (parts.size() == 1) {
            return first;
        }
        long rows = 0;
        for (Tensor part : parts) {
            requireJoinable(first, part);
            rows += part.rows();
        }
        Shape shape = first.shape.withRows(rows);
        return first.strings != null ? joinedStrings(parts, shape) : joinedData(parts, shape);
    }

    private static Tensor joinedStrings(List<Tensor> parts, Shape shape) {
        byte[][] all = new byte[Math.toIntExact(shape.elements())][];
        int at = 0;
        for (Tensor part : parts) {
            System.arraycopy(part.strings, 0, all, at, part.strings.length);
            at += part.strings.length;
        }
        return new Tensor(parts.get(0).name, Datatype.BYTES, shape, null, all);
    }

    private static Tensor joinedData(List<Tensor> parts, Shape shape) {
        Tensor first = parts.get(0);
        ByteBuffer all = allocate(shape.elements() * first.datatype.width());
        for (Tensor part : parts) {
            all.put(part.data.duplicate());
        }
        return new Tensor(first.name, first.datatype, shape, all.flip(), null);
    }

    private static void requireJoinable(Tensor first, Tensor part) {
        if (!first.joinable(part)) {
            throw new IllegalArgumentException(first + " and " + part + " cannot be joined");
        }
    }

    /** Whether the two can be joined along the outermost dimension. */
    public boolean joinable(Tensor other) {
        return datatype == other.datatype && name.equals(other.name) && shape.sameRows(other.shape);
    }

    private void requireFixedWidth() {
        if (data == null) {
            throw new IllegalStateException(tensorNamed(name) + " is BYTES, which has no fixed width");
        }
    }

    private void requireBytes() {
        if (strings == null) {
            throw new IllegalStateException(tensorNamed(name) + " is " + datatype + ", not BYTES");
        }
    }

    /** Name, datatype and shape; never the elements. */
    @Override
    public String toString() {
        return tensorNamed(name) + " " + datatype + shape;
    }
}
