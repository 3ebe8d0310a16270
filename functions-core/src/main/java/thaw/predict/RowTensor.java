package thaw.predict;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import thaw.Datatype;
import thaw.InferenceException;
import thaw.Shape;
import thaw.Tensor;

/**
 * One row of an input while it is filled, zeros at first. Each element is checked against the datatype's range. Not
 * thread-safe.
 */
final class RowTensor {

    private final String name;
    private final Datatype datatype;
    private final Shape shape;
    private final ByteBuffer data;
    private final byte[][] texts;

    RowTensor(String name, Datatype datatype, RowShape row) {
        this.name = name;
        this.datatype = datatype;
        this.shape = row.shape();
        this.data = Tensor.allocate((long) row.width() * datatype.width());
        this.texts = new byte[datatype.fixedWidth() ? 0 : row.width()][];
    }

    private RowTensor(RowTensor from) {
        this.name = from.name;
        this.datatype = from.datatype;
        this.shape = from.shape;
        this.data = Tensor.allocate(from.data.capacity()).put(0, from.data, 0, from.data.capacity());
        this.texts = from.texts.clone();
    }

    /** A row of its own that begins with these elements. */
    RowTensor copy() {
        return new RowTensor(this);
    }

    /** Puts a number that came with a decimal point; an integer datatype takes it only if it is integral. */
    void put(String culprit, int at, double value) {
        switch (datatype) {
            case FP32 -> data.putFloat(at * Float.BYTES, (float) value);
            case FP64 -> data.putDouble(at * Double.BYTES, value);
            case FP16 -> data.putShort(at * Short.BYTES, HalfFloats.toFp16((float) value));
            case BF16 -> data.putShort(at * Short.BYTES, HalfFloats.toBf16((float) value));
            case BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64 ->
                put(culprit, at, integral(culprit, value));
            case BYTES -> throw InferenceException.mismatch(culprit, "a string", value);
        }
    }

    /** Puts an integer. */
    void put(String culprit, int at, long value) {
        switch (datatype) {
            case BOOL -> data.put(at, (byte) within(culprit, value, 0, 1));
            case UINT8 -> data.put(at, (byte) within(culprit, value, 0, 0xff));
            case INT8 -> data.put(at, (byte) within(culprit, value, Byte.MIN_VALUE, Byte.MAX_VALUE));
            case UINT16 -> data.putShort(at * Short.BYTES, (short) within(culprit, value, 0, 0xffff));
            case INT16 -> data.putShort(at * Short.BYTES,
                    (short) within(culprit, value, Short.MIN_VALUE, Short.MAX_VALUE));
            case UINT32 -> data.putInt(at * Integer.BYTES, (int) within(culprit, value, 0, 0xffffffffL));
            case INT32 -> data.putInt(at * Integer.BYTES,
                    (int) within(culprit, value, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case UINT64 -> data.putLong(at * Long.BYTES, within(culprit, value, 0, Long.MAX_VALUE));
            case INT64 -> data.putLong(at * Long.BYTES, value);
            case FP16, BF16, FP32, FP64 -> put(culprit, at, (double) value);
            case BYTES -> throw InferenceException.mismatch(culprit, "a string", value);
        }
    }

    /** Puts a text into a row of BYTES. */
    void put(int at, String text) {
        texts[at] = text.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether an element became infinite or NaN, which a finite number does that the datatype cannot hold. */
    boolean finite(int at) {
        return switch (datatype) {
            case FP32 -> Float.isFinite(data.getFloat(at * Float.BYTES));
            case FP64 -> Double.isFinite(data.getDouble(at * Double.BYTES));
            case FP16 -> Float.isFinite(HalfFloats.fromFp16(data.getShort(at * Short.BYTES)));
            case BF16 -> Float.isFinite(HalfFloats.fromBf16(data.getShort(at * Short.BYTES)));
            case BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, BYTES -> true;
        };
    }

    Datatype datatype() {
        return datatype;
    }

    /** The row as a tensor; it must not be filled any further. */
    Tensor build() {
        return datatype.fixedWidth() ? Tensor.of(name, datatype, shape, data)
                : Tensor.ofBytes(name, shape, texts);
    }

    private long integral(String culprit, double value) {
        // The open interval of a long: 2^63 itself would saturate silently.
        if (value != Math.rint(value) || Math.abs(value) >= 0x1p63) {
            throw InferenceException.mismatch(culprit, "an integer, as the model takes " + datatype, value);
        }
        return (long) value;
    }

    private long within(String culprit, long value, long least, long most) {
        if (value < least || value > most) {
            throw InferenceException.mismatch(culprit,
                    "an integer from " + least + " to " + most + ", as the model takes " + datatype, value);
        }
        return value;
    }
}
