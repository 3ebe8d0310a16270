package thaw.protocol;

import java.nio.ByteBuffer;

import thaw.Datatype;
import thaw.InferenceException;

/**
 * Reads numbers and booleans straight from the bytes of a well-formed JSON list into a tensor's buffer, without an object
 * per element: this is where a server spends its time on JSON tensors. Not thread-safe.
 */
final class NumberScanner {

    private final InputHeader input;
    private final Datatype datatype;
    private final byte[] json;
    private final ByteBuffer data;
    private final Decimal decimal = new Decimal();

    NumberScanner(InputHeader input, byte[] json, ByteBuffer data) {
        this.input = input;
        this.datatype = input.datatype();
        this.json = json;
        this.data = data;
    }

    void scan(JsonData.Nesting nesting) {
        int at = input.dataFrom();
        while (at < input.dataTo()) {
            byte next = json[at];
            if (next == '[') {
                nesting.open();
                at++;
            } else if (next == ']') {
                nesting.close();
                at++;
            } else if (next <= ' ' || next == ',') {
                at++;
            } else {
                at = element(at, nesting.element());
            }
        }
    }

    /** Stores the element that begins there, and gives the offset after it. */
    private int element(int at, int index) {
        byte first = json[at];
        if (first == '-' || first >= '0' && first <= '9') {
            int end = decimal.read(json, at);
            store(index);
            return end;
        }
        if (datatype == Datatype.BOOL && (first == 't' || first == 'f')) {
            data.put(index, (byte) (first == 't' ? 1 : 0));
            return at + (first == 't' ? "true".length() : "false".length());
        }
        throw mismatch(index, switch (first) {
            case '"' -> "a string";
            case '{' -> "an object";
            case 't' -> "true";
            case 'f' -> "false";
            default -> "null";
        });
    }

    private void store(int index) {
        switch (datatype) {
            case FP32 -> data.putFloat(index * Float.BYTES, finite(decimal.floatValue(), index));
            case FP64 -> data.putDouble(index * Double.BYTES, finite(decimal.doubleValue(), index));
            case BOOL -> data.put(index, (byte) integer(index, 0, 1));
            case INT8 -> data.put(index, (byte) integer(index, Byte.MIN_VALUE, Byte.MAX_VALUE));
            case UINT8 -> data.put(index, (byte) integer(index, 0, 0xFF));
            case INT16 -> data.putShort(index * 2, (short) integer(index, Short.MIN_VALUE, Short.MAX_VALUE));
            case UINT16 -> data.putShort(index * 2, (short) integer(index, 0, 0xFFFF));
            case INT32 -> data.putInt(index * 4, (int) integer(index, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case UINT32 -> data.putInt(index * 4, (int) integer(index, 0, 0xFFFFFFFFL));
            case INT64 -> data.putLong(index * 8, integer(index, Long.MIN_VALUE, Long.MAX_VALUE));
            case UINT64 -> data.putLong(index * 8, unsigned(index));
            case FP16, BF16, BYTES -> throw new IllegalStateException(datatype + " is not read here");
        }
    }

    private float finite(float value, int index) {
        if (!Float.isFinite(value)) {
            throw mismatch(index, decimal.toString());
        }
        return value;
    }

    private double finite(double value, int index) {
        if (!Double.isFinite(value)) {
            throw mismatch(index, decimal.toString());
        }
        return value;
    }

    private long integer(int index, long least, long most) {
        if (!decimal.isLong()) {
            throw mismatch(index, decimal.toString());
        }
        long value = decimal.longValue();
        if (value < least || value > most) {
            throw mismatch(index, decimal.toString());
        }
        return value;
    }

    private long unsigned(int index) {
        if (!decimal.isUnsignedLong()) {
            throw mismatch(index, decimal.toString());
        }
        return decimal.longValue();
    }

    private InferenceException mismatch(int index, String actual) {
        return InferenceException.mismatch(input.culprit() + " element " + index, expected(), actual);
    }

    private String expected() {
        return switch (datatype) {
            case BOOL -> "true or false for BOOL";
            case FP32, FP64 -> "a number within the range of " + datatype;
            case UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64 -> "an integer within the range of "
                    + datatype;
            case FP16, BF16, BYTES -> datatype.name();
        };
    }
}
