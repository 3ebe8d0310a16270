package thaw.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

import thaw.Datatype;
import thaw.InferenceException;
import thaw.Tensor;

/** Reads and writes tensors in the binary form: little-endian, BYTES elements behind their length in four bytes. */
final class BinaryData {

    private BinaryData() {}

    /** The tensor whose bytes lie at that offset. */
    static Tensor read(InputHeader input, byte[] body, int at, boolean allowNonFinite) {
        if (input.datatype() == Datatype.BYTES) {
            return readBytes(input, body, at);
        }
        requireSize(input);
        Tensor tensor = Tensor.of(input.name(), input.datatype(), input.shape(),
                ByteBuffer.wrap(body, at, input.binarySize()));
        requireValues(tensor, allowNonFinite, input.culprit());
        return tensor;
    }

    private static void requireSize(InputHeader input) {
        long elements = input.shape().elements();
        int width = input.datatype().width();
        if (elements > Integer.MAX_VALUE || elements * width != input.binarySize()) {
            throw InferenceException.mismatch(input.culprit() + " binary_data_size",
                    elements + " elements of "
                            + width + " bytes for shape " + input.shape() + " of " + input.datatype(),
                    input.binarySize() + " bytes");
        }
    }

    private static Tensor readBytes(InputHeader input, byte[] body, int at) {
        int end = at + input.binarySize();
        long elements = input.shape().elements();
        if (elements > input.binarySize() / Integer.BYTES) {
            throw InferenceException.mismatch(input.culprit(),
                    elements + " elements for shape " + input.shape()
                            + ", each behind its length in 4 bytes",
                    input.binarySize() + " bytes");
        }
        ByteBuffer data = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
        byte[][] values = new byte[(int) elements][];
        int next = at;
        for (int i = 0; i < values.length; i++) {
            int from = next + Integer.BYTES;
            long length = from > end ? Long.MAX_VALUE : Integer.toUnsignedLong(data.getInt(next));
            if (length > end - from) {
                throw InferenceException.mismatch(input.culprit() + " element " + i,
                        "its 4 bytes of length and as many bytes as these say within binary_data_size",
                        from > end ? "the end of the data" : "a length of " + length + " with " + (end - from)
                                + " bytes left");
            }
            next = from + (int) length;
            values[i] = Arrays.copyOfRange(body, from, next);
        }
        if (next != end) {
            throw InferenceException.mismatch(input.culprit(), "the end of its data after " + elements
                    + " elements", end - next + " bytes more");
        }
        return Tensor.ofBytes(input.name(), input.shape(), values);
    }

    /** Refuses booleans other than 0 and 1 and, unless they are allowed, NaN and infinities. */
    static void requireValues(Tensor tensor, boolean allowNonFinite, String culprit) {
        Datatype datatype = tensor.datatype();
        if (datatype == Datatype.BOOL) {
            requireBooleans(tensor.data(), culprit);
        } else if (datatype.floating() && !allowNonFinite) {
            int index = NonFinite.firstIn(tensor);
            if (index >= 0) {
                throw InferenceException.mismatch(culprit + " element " + index, "a finite number",
                        NonFinite.described(tensor, index));
            }
        }
    }

    private static void requireBooleans(ByteBuffer data, String culprit) {
        for (int i = 0; i < data.capacity(); i++) {
            if ((data.get(i) & ~1) != 0) {
                throw InferenceException.mismatch(culprit + " element " + i, "0 or 1 for a BOOL",
                        data.get(i) & 0xFF);
            }
        }
    }

    /** The bytes that the tensor takes in binary form. */
    static long size(Tensor tensor) {
        if (tensor.datatype() != Datatype.BYTES) {
            return (long) tensor.elements() * tensor.datatype().width();
        }
        long size = 0;
        for (int i = 0; i < tensor.elements(); i++) {
            size += Integer.BYTES + tensor.bytes(i).length;
        }
        return size;
    }

    /** Appends the tensor in binary form. */
    static void write(Tensor tensor, JsonBytes out) {
        if (tensor.datatype() != Datatype.BYTES) {
            out.append(tensor.data());
            return;
        }
        for (int i = 0; i < tensor.elements(); i++) {
            byte[] value = tensor.bytes(i);
            out.appendLittleEndian(value.length);
            out.append(value);
        }
    }
}
