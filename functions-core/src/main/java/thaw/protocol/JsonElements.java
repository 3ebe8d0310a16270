package thaw.protocol;

import java.nio.ByteBuffer;
import java.util.function.IntConsumer;

import thaw.InferenceException;
import thaw.Tensor;

/** Writes a tensor's elements as JSON, flat, with commas between them. */
final class JsonElements {

    private JsonElements() {}

    static void write(Tensor tensor, JsonBytes out) {
        switch (tensor.datatype()) {
            case FP32 -> floats(tensor, out);
            case BYTES -> each(tensor, out, i -> text(tensor, i, out));
            case FP64 -> each(tensor, out, i -> out.ascii(Double.toString(tensor.number(i))));
            case BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64 -> integers(tensor, out);
            case FP16, BF16 -> throw new IllegalStateException(tensor.datatype() + " has no JSON form");
        }
    }

    // The hot path of JSON answers: one view, no object per element.
    private static void floats(Tensor tensor, JsonBytes out) {
        ByteBuffer data = tensor.data();
        int end = data.capacity();
        for (int at = 0; at < end; at += Float.BYTES) {
            if (at > 0) {
                out.append(',');
            }
            out.number(data.getFloat(at));
        }
    }

    private static void integers(Tensor tensor, JsonBytes out) {
        ByteBuffer data = tensor.data();
        switch (tensor.datatype()) {
            case BOOL -> each(tensor, out, i -> out.ascii(data.get(i) == 0 ? "false" : "true"));
            case INT8 -> each(tensor, out, i -> out.number(data.get(i)));
            case UINT8 -> each(tensor, out, i -> out.number(data.get(i) & 0xFF));
            case INT16 -> each(tensor, out, i -> out.number(data.getShort(i * Short.BYTES)));
            case UINT16 -> each(tensor, out, i -> out.number(data.getShort(i * Short.BYTES) & 0xFFFF));
            case INT32 -> each(tensor, out, i -> out.number(data.getInt(i * Integer.BYTES)));
            case UINT32 -> each(tensor, out,
                    i -> out.number(Integer.toUnsignedLong(data.getInt(i * Integer.BYTES))));
            case INT64 -> each(tensor, out, i -> out.number(data.getLong(i * Long.BYTES)));
            case UINT64 -> each(tensor, out,
                    i -> out.ascii(Long.toUnsignedString(data.getLong(i * Long.BYTES))));
            case FP16, BF16, FP32, FP64, BYTES ->
                throw new IllegalStateException(tensor + " is not of integers");
        }
    }

    private static void text(Tensor tensor, int index, JsonBytes out) {
        byte[] value = tensor.bytes(index);
        if (!Utf8.valid(value, 0, value.length)) {
            throw InferenceException.malformed("output '" + tensor.name() + "' element " + index,
                    "expected the request to ask for binary_data, because these bytes are not UTF-8 and JSON cannot"
                            + " carry them");
        }
        out.string(value);
    }

    private static void each(Tensor tensor, JsonBytes out, IntConsumer write) {
        for (int i = 0; i < tensor.elements(); i++) {
            if (i > 0) {
                out.append(',');
            }
            write.accept(i);
        }
    }
}
