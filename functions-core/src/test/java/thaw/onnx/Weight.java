package thaw.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A {@code TensorProto} for tests: an initializer, or the value of an attribute. */
public final class Weight {
    private final ProtobufWriter message = new ProtobufWriter();

    private Weight(String name, ElementType type, long... shape) {
        for (long size : shape) {
            message.number(1, size);
        }
        message.number(2, type.code()).text(8, name);
    }

    ProtobufWriter message() {
        return message;
    }

    public static Weight floats(String name, long[] shape, float... values) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        return raw(name, ElementType.FLOAT, raw.array(), shape);
    }

    public static Weight longs(String name, long[] shape, long... values) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(values);
        return raw(name, ElementType.INT64, raw.array(), shape);
    }

    /** Elements as ONNX stores them: little-endian, booleans as one byte. */
    public static Weight raw(String name, ElementType type, byte[] elements, long... shape) {
        Weight weight = new Weight(name, type, shape);
        weight.message.bytes(9, elements);
        return weight;
    }

    public static Weight texts(String name, String... values) {
        Weight weight = new Weight(name, ElementType.STRING, values.length);
        for (String value : values) {
            weight.message.text(6, value);
        }
        return weight;
    }

    /** A tensor whose data is in another file; offset and length are left out if negative. */
    public static Weight external(
            String name, ElementType type, String location, long offset, long length, long... shape) {
        Weight weight = new Weight(name, type, shape);
        weight.message.message(13, new ProtobufWriter().text(1, "location").text(2, location));
        if (offset >= 0) {
            weight.message.message(13, new ProtobufWriter().text(1, "offset").text(2, Long.toString(offset)));
        }
        if (length >= 0) {
            weight.message.message(13, new ProtobufWriter().text(1, "length").text(2, Long.toString(length)));
        }
        weight.message.number(14, 1);
        return weight;
    }
}
