package thaw.protocol;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import thaw.InferenceException;
import thaw.json.Json;

/** Reads the parameters of a request, an input or an output: strings, numbers and booleans. */
final class Parameters {

    static final String BINARY_DATA = "binary_data";
    static final String BINARY_DATA_OUTPUT = "binary_data_output";
    static final String BINARY_DATA_SIZE = "binary_data_size";
    static final String CLASSIFICATION = "classification";
    static final String SHARED_MEMORY = "shared_memory_region";

    private Parameters() {}

    /** The object at the parser's current token; null reads as none. */
    static Map<String, Object> read(JsonParser parser, String owner) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return Map.of();
        }
        Envelope.require(parser, JsonToken.START_OBJECT, owner + " parameters", "an object");
        Map<String, Object> parameters = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (token.isStructStart()) {
                throw InferenceException.mismatch(owner + " parameter '" + name + "'",
                        "a string, number or boolean", Envelope.described(token));
            }
            if (token != JsonToken.VALUE_NULL) {
                parameters.put(name, Json.value(parser));
            }
        }
        return checked(parameters, owner);
    }

    private static Map<String, Object> checked(Map<String, Object> parameters, String owner) {
        requireFlag(parameters, BINARY_DATA, owner);
        requireFlag(parameters, BINARY_DATA_OUTPUT, owner);
        for (String unsupported : new String[]{SHARED_MEMORY, CLASSIFICATION}) {
            if (parameters.containsKey(unsupported)) {
                throw InferenceException.unsupported(owner + " parameter '" + unsupported + "'",
                        "expected the tensor itself in the body; this extension is not offered");
            }
        }
        return parameters;
    }

    private static void requireFlag(Map<String, Object> parameters, String name, String owner) {
        Object value = parameters.get(name);
        if (value != null && !(value instanceof Boolean)) {
            throw InferenceException.mismatch(owner + " parameter '" + name + "'", "true or false", value);
        }
    }

    /** The size of an input's binary data in bytes, or -1 if it has none. */
    static int binarySize(Map<String, Object> parameters, String owner) {
        Object value = parameters.get(BINARY_DATA_SIZE);
        if (value == null) {
            return -1;
        }
        if (value instanceof Number number) {
            double size = number.doubleValue();
            if (size >= 0 && size <= Integer.MAX_VALUE && size == Math.rint(size)) {
                return (int) size;
            }
        }
        throw InferenceException.mismatch(owner + " parameter '" + BINARY_DATA_SIZE + "'",
                "a number of bytes from 0 to " + Integer.MAX_VALUE, shown(value));
    }

    private static String shown(Object value) {
        return value instanceof Double number ? BigDecimal.valueOf(number).toString() : value.toString();
    }
}
