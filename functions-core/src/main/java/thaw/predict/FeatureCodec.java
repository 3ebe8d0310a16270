package thaw.predict;

import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import thaw.InferenceException;

/** Turns one feature's JSON value into elements of its tensor. Thread-safe. */
sealed interface FeatureCodec {

    /** How many categories a message names. */
    int LISTED = 20;

    /** How many elements it fills. */
    int width();

    /**
     * Fills them from the parser's current value, which is not null.
     *
     * @throws InferenceException malformed, naming the feature, the expected and the actual
     */
    void write(JsonParser parser, String culprit, RowTensor row, int at) throws IOException;

    /** A number. */
    record Numeric(boolean allowNonFinite) implements FeatureCodec {
        @Override
        public int width() {
            return 1;
        }

        @Override
        public void write(JsonParser parser, String culprit, RowTensor row, int at) throws IOException {
            JsonToken token = parser.currentToken();
            if (!token.isNumeric()) {
                throw refused(parser, culprit);
            }
            if (token == JsonToken.VALUE_NUMBER_INT
                    && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
                row.put(culprit, at, parser.getLongValue());
            } else {
                row.put(culprit, at, parser.getDoubleValue());
            }
            if (!allowNonFinite && !row.finite(at)) {
                throw InferenceException.mismatch(culprit, "a number within the range of " + row.datatype(),
                        JsonValues.shortened(parser.getText()));
            }
        }

        private static InferenceException refused(JsonParser parser, String culprit) throws IOException {
            String hint = parser.currentToken() == JsonToken.VALUE_STRING
                    ? ": a number is written without quotes"
                    : "";
            return InferenceException.malformed(culprit,
                    "expected a number, got " + JsonValues.described(parser) + hint);
        }
    }

    /** True or false, also as 1 or 0. */
    record Flag() implements FeatureCodec {
        @Override
        public int width() {
            return 1;
        }

        @Override
        public void write(JsonParser parser, String culprit, RowTensor row, int at) throws IOException {
            row.put(culprit, at, bit(parser, culprit));
        }

        private static long bit(JsonParser parser, String culprit) throws IOException {
            JsonToken token = parser.currentToken();
            if (token.isBoolean()) {
                return token == JsonToken.VALUE_TRUE ? 1 : 0;
            }
            double value = token.isNumeric() ? parser.getDoubleValue() : Double.NaN;
            if (value != 0 && value != 1) {
                throw InferenceException.mismatch(culprit, "true, false, 1 or 0",
                        JsonValues.described(parser));
            }
            return (long) value;
        }
    }

    /** One of a few texts, as its index. */
    record CategoryIndex(Map<String, Integer> indices) implements FeatureCodec {
        @Override
        public int width() {
            return 1;
        }

        @Override
        public void write(JsonParser parser, String culprit, RowTensor row, int at) throws IOException {
            row.put(culprit, at, (long) indices.get(category(parser, culprit, indices.keySet())));
        }
    }

    /** One of a few texts, as a 1 among zeros. */
    record OneHot(Map<String, Integer> indices) implements FeatureCodec {
        @Override
        public int width() {
            return indices.size();
        }

        @Override
        public void write(JsonParser parser, String culprit, RowTensor row, int at) throws IOException {
            int chosen = indices.get(category(parser, culprit, indices.keySet()));
            for (int i = 0; i < indices.size(); i++) {
                // All, not only the 1: the row begins with what stands in for a missing value.
                row.put(culprit, at + i, i == chosen ? 1L : 0L);
            }
        }
    }

    /** A text, handed on as it is; one of the categories if there are any. */
    record Text(Set<String> categories) implements FeatureCodec {
        @Override
        public int width() {
            return 1;
        }

        @Override
        public void write(JsonParser parser, String culprit, RowTensor row, int at) throws IOException {
            String text = categories.isEmpty() ? text(parser, culprit)
                    : category(parser, culprit, categories);
            row.put(at, PlainText.required(text, culprit));
        }
    }

    private static String text(JsonParser parser, String culprit) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw InferenceException.mismatch(culprit, "a string", JsonValues.described(parser));
        }
        return parser.getText();
    }

    private static String category(JsonParser parser, String culprit, Collection<String> known)
            throws IOException {
        String category = text(parser, culprit);
        if (!known.contains(category)) {
            throw InferenceException.malformed(culprit, "expected one of " + listed(known) + ", got \""
                    + JsonValues.shortened(category) + "\"; the closest is '"
                    + ClosestName.to(category, known)
                    + "'");
        }
        return category;
    }

    private static String listed(Collection<String> known) {
        return known.size() <= LISTED ? known.toString() : known.size() + " categories";
    }
}
