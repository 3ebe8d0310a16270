package thaw.protocol;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import thaw.Datatype;
import thaw.InferenceException;
import thaw.Shape;

/**
 * What a request says of one input beside its data.
 *
 * @param name       of the input
 * @param datatype   of its elements
 * @param shape      concrete
 * @param binarySize bytes that follow the JSON, or -1 if the data are in the JSON
 * @param dataFrom   the offset of the data's opening bracket in the JSON, or -1 if they follow it
 * @param dataTo     the offset after its closing bracket
 */
record InputHeader(String name, Datatype datatype, Shape shape, int binarySize, int dataFrom, int dataTo) {

    private static final int MAX_RANK = 32;

    static InputHeader read(JsonParser parser, int index) throws IOException {
        return new Fields("inputs[" + index + "]").read(parser);
    }

    /** For messages. */
    String culprit() {
        return "input '" + name + "'";
    }

    /** Collects the fields in whatever order they come. */
    private static final class Fields {
        private final String place;
        private String name = "";
        private String datatype = "";
        private long[] sizes;
        private Map<String, Object> parameters = Map.of();
        private long dataFrom = -1;
        private long dataTo = -1;

        Fields(String place) {
            this.place = place;
        }

        InputHeader read(JsonParser parser) throws IOException {
            Envelope.require(parser, JsonToken.START_OBJECT, place, "an object");
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String field = parser.currentName();
                parser.nextToken();
                field(field, parser);
            }
            return checked();
        }

        private void field(String field, JsonParser parser) throws IOException {
            switch (field) {
                case "name" -> name = Envelope.text(parser, culprit() + " name");
                case "datatype" -> datatype = Envelope.text(parser, culprit() + " datatype");
                case "shape" -> sizes = sizes(parser);
                case "parameters" -> parameters = Parameters.read(parser, culprit());
                case "data" -> data(parser);
                default -> parser.skipChildren();
            }
        }

        private String culprit() {
            return name.isEmpty() ? place : "input '" + name + "'";
        }

        private void data(JsonParser parser) throws IOException {
            if (parser.currentToken() == JsonToken.VALUE_NULL) {
                return;
            }
            Envelope.require(parser, JsonToken.START_ARRAY, culprit() + " data", "a list");
            dataFrom = parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            dataTo = parser.currentLocation().getByteOffset();
        }

        private long[] sizes(JsonParser parser) throws IOException {
            Envelope.require(parser, JsonToken.START_ARRAY, culprit() + " shape", "a list of sizes");
            long[] read = new long[MAX_RANK];
            int rank = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (rank == MAX_RANK) {
                    throw InferenceException.mismatch(culprit() + " shape",
                            "at most " + MAX_RANK + " dimensions",
                            "more");
                }
                read[rank] = size(parser, rank);
                rank++;
            }
            return Arrays.copyOf(read, rank);
        }

        private long size(JsonParser parser, int dimension) throws IOException {
            if (parser.currentToken().isNumeric()) {
                double size = parser.getDoubleValue();
                if (size == 0) {
                    // Not left to BigDecimal, which fails on an exponent beyond an int, as in 0e1000000000000.
                    return 0;
                }
                if (size > 0 && size < Long.MAX_VALUE && size == Math.rint(size)) {
                    return new BigDecimal(parser.getText()).longValue();
                }
            }
            throw InferenceException.mismatch(culprit() + " shape, dimension " + dimension,
                    "a size from 0 to " + Long.MAX_VALUE, parser.getText());
        }

        private InputHeader checked() {
            Envelope.requireText(place, "name", name);
            Envelope.requireText(culprit(), "datatype", datatype);
            if (sizes == null) {
                throw InferenceException.mismatch(culprit() + " shape", "a list of sizes", "nothing");
            }
            int binarySize = Parameters.binarySize(parameters, culprit());
            if (binarySize >= 0 == dataFrom >= 0) {
                throw InferenceException.mismatch(culprit(), "either data or the parameter binary_data_size",
                        binarySize >= 0 ? "both" : "neither");
            }
            return new InputHeader(name, Datatype.named(datatype, culprit()), shape(), binarySize,
                    (int) dataFrom,
                    (int) dataTo);
        }

        private Shape shape() {
            Shape shape = Shape.of(sizes);
            try {
                shape.elements();
            } catch (InferenceException uncountable) {
                throw InferenceException.malformed(culprit(), uncountable.getMessage(), uncountable);
            }
            return shape;
        }
    }
}
