package thaw.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import thaw.Datatype;
import thaw.InferenceException;
import thaw.Shape;
import thaw.Tensor;

/**
 * Reads a tensor's data from the slice of JSON that the envelope found. The slice is known to be one well-formed list, so
 * this looks only at what the data mean: nested like the shape or flat, and each element within its datatype.
 */
final class JsonData {

    private JsonData() {}

    static Tensor read(InputHeader input, byte[] body, JsonFactory factory) {
        if (!input.datatype().hasJsonForm()) {
            throw InferenceException.mismatch(input.culprit(),
                    input.datatype() + " as binary data, for JSON has no portable form of it",
                    "data in JSON");
        }
        int elements = requirePlausible(input);
        if (input.datatype() == Datatype.BYTES) {
            return Tensor.ofBytes(input.name(), input.shape(), strings(input, elements, body, factory));
        }
        ByteBuffer data = Tensor.allocate((long) elements * input.datatype().width());
        Nesting nesting = nesting(input, body);
        new NumberScanner(input, body, data).scan(nesting);
        return Tensor.of(input.name(), input.datatype(), input.shape(), data);
    }

    /** A list of n elements takes at least 2n+1 bytes: whatever claims more is refused before it is allocated. */
    private static int requirePlausible(InputHeader input) {
        long elements = input.shape().elements();
        int length = input.dataTo() - input.dataFrom();
        if (elements > (length - 1) / 2) {
            throw InferenceException.mismatch(input.culprit(),
                    elements + " elements for shape " + input.shape(),
                    "a list of " + length + " bytes, which is too short for them");
        }
        return (int) elements;
    }

    private static Nesting nesting(InputHeader input, byte[] body) {
        int next = input.dataFrom() + 1;
        while (body[next] <= ' ') {
            next++;
        }
        return body[next] == '[' ? Nesting.like(input) : Nesting.flat(input);
    }

    private static byte[][] strings(InputHeader input, int elements, byte[] body, JsonFactory factory) {
        byte[][] values = new byte[elements][];
        Nesting nesting = nesting(input, body);
        int length = input.dataTo() - input.dataFrom();
        try (JsonParser parser = factory.createParser(body, input.dataFrom(), length)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_ARRAY) {
                    nesting.open();
                } else if (token == JsonToken.END_ARRAY) {
                    nesting.close();
                } else {
                    int index = nesting.element();
                    values[index] = utf8(parser, token, input, index);
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return values;
    }

    private static byte[] utf8(JsonParser parser, JsonToken token, InputHeader input, int index)
            throws IOException {
        if (token != JsonToken.VALUE_STRING) {
            throw InferenceException.mismatch(input.culprit() + " element " + index,
                    "a string for " + Datatype.BYTES,
                    Envelope.described(token));
        }
        String text = parser.getText();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        // An escaped half of a surrogate pair has no UTF-8 form; getBytes would quietly make it a question mark.
        if (text.length() != bytes.length && !text.equals(new String(bytes, StandardCharsets.UTF_8))
                || text.length() == bytes.length && hasSurrogate(text)) {
            throw InferenceException.mismatch(input.culprit() + " element " + index, "a text",
                    "half of a surrogate pair");
        }
        return bytes;
    }

    private static boolean hasSurrogate(String text) {
        return text.chars().anyMatch(unit -> Character.isSurrogate((char) unit));
    }

    /** Follows the brackets of a list and checks them against the shape. */
    static final class Nesting {
        private final InputHeader input;
        private final long[] sizes;
        private final long[] counts;
        private final boolean flat;
        private int level;
        private int index;

        private Nesting(InputHeader input, long[] sizes, boolean flat) {
            this.input = input;
            this.sizes = sizes;
            this.counts = new long[sizes.length + 1];
            this.flat = flat;
        }

        static Nesting like(InputHeader input) {
            return new Nesting(input, input.shape().toArray(), false);
        }

        static Nesting flat(InputHeader input) {
            return new Nesting(input, new long[]{input.shape().elements()}, true);
        }

        void open() {
            if (level == sizes.length) {
                throw mismatch("no list where an element should be");
            }
            counts[level + 1] = 0;
            level++;
        }

        void close() {
            if (counts[level] != sizes[level - 1]) {
                throw mismatch(flat ? counts[level] + " elements"
                        : "a list of " + counts[level] + " where dimension " + (level - 1) + " has "
                                + sizes[level - 1]);
            }
            level--;
            counts[level]++;
        }

        /** Counts one element and gives its index. */
        int element() {
            if (level != sizes.length || counts[level] == sizes[level - 1]) {
                throw mismatch(level != sizes.length ? "an element where a list should be"
                        : flat ? "more elements"
                                : "more than " + sizes[level - 1] + " in dimension " + (level - 1));
            }
            counts[level]++;
            return index++;
        }

        private InferenceException mismatch(String actual) {
            Shape shape = input.shape();
            return InferenceException.mismatch(input.culprit() + " data, element " + index,
                    shape.elements() + " elements, flat or nested like shape " + shape, actual);
        }
    }
}
