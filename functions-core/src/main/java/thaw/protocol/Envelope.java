package thaw.protocol;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import thaw.InferenceException;

/**
 * The JSON of a request without its tensors' data: of these it keeps where they lie, because a field may stand before the
 * datatype and shape that say how to read it. Having walked all of the JSON once, it also proves its syntax.
 */
final class Envelope {

    private static final String INPUTS = "inputs";

    private String id = "";
    private Map<String, Object> parameters = Map.of();
    private List<InputHeader> inputs;
    private List<RequestedOutput> outputs = List.of();

    private Envelope() {}

    static Envelope read(JsonParser parser) throws IOException {
        if (parser.nextToken() == null) {
            throw InferenceException.malformed(InferenceReader.BODY, "expected a JSON object, got nothing");
        }
        require(parser, JsonToken.START_OBJECT, InferenceReader.BODY, "a JSON object");
        Envelope envelope = new Envelope();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            envelope.field(name, parser);
        }
        if (parser.nextToken() != null) {
            throw InferenceException.malformed(InferenceReader.BODY,
                    "expected the end after the JSON object, got more; "
                            + "binary data needs the header " + InferenceReader.HEADER_LENGTH);
        }
        if (envelope.inputs == null) {
            throw InferenceException.mismatch("'inputs'", "a list of tensors", "nothing");
        }
        return envelope;
    }

    private void field(String name, JsonParser parser) throws IOException {
        switch (name) {
            case "id" -> id = text(parser, "'id'");
            case "parameters" -> parameters = Parameters.read(parser, "request");
            case INPUTS -> inputs = inputs(parser);
            case "outputs" -> outputs = outputs(parser);
            default -> parser.skipChildren();
        }
    }

    private static List<InputHeader> inputs(JsonParser parser) throws IOException {
        require(parser, JsonToken.START_ARRAY, "'inputs'", "a list of tensors");
        List<InputHeader> inputs = new ArrayList<>();
        Set<String> names = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            InputHeader input = InputHeader.read(parser, inputs.size());
            requireOnce(names, "input", input.name());
            inputs.add(input);
        }
        return inputs;
    }

    private static List<RequestedOutput> outputs(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return List.of();
        }
        require(parser, JsonToken.START_ARRAY, "'outputs'", "a list of outputs");
        List<RequestedOutput> outputs = new ArrayList<>();
        Set<String> names = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            RequestedOutput output = output(parser, "outputs[" + outputs.size() + "]");
            requireOnce(names, "output", output.name());
            outputs.add(output);
        }
        return outputs;
    }

    private static RequestedOutput output(JsonParser parser, String place) throws IOException {
        require(parser, JsonToken.START_OBJECT, place, "an object");
        String output = "";
        Map<String, Object> parameters = Map.of();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "name" -> output = text(parser, place + " name");
                case "parameters" -> parameters = Parameters.read(parser, place);
                default -> parser.skipChildren();
            }
        }
        requireText(place, "name", output);
        return new RequestedOutput(output, parameters);
    }

    private static void requireOnce(Set<String> names, String what, String name) {
        if (!names.add(name)) {
            throw InferenceException.mismatch(what + " '" + name + "'", "once", "twice");
        }
    }

    static void requireText(String place, String field, String value) {
        if (value.isEmpty()) {
            throw InferenceException.mismatch(place + " " + field, "a text", "nothing");
        }
    }

    /** The text at the parser; null reads as none. */
    static String text(JsonParser parser, String place) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return "";
        }
        require(parser, JsonToken.VALUE_STRING, place, "a string");
        return parser.getText();
    }

    static void require(JsonParser parser, JsonToken expected, String place, String description) {
        if (parser.currentToken() != expected) {
            throw InferenceException.mismatch(place, description, described(parser.currentToken()));
        }
    }

    static String described(JsonToken token) {
        return switch (token) {
            case START_OBJECT, END_OBJECT -> "an object";
            case START_ARRAY, END_ARRAY -> "a list";
            case VALUE_STRING, FIELD_NAME -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE -> "true";
            case VALUE_FALSE -> "false";
            case VALUE_NULL -> "null";
            case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> "something else";
        };
    }

    String id() {
        return id;
    }

    Map<String, Object> parameters() {
        return parameters;
    }

    List<InputHeader> inputs() {
        return inputs;
    }

    List<RequestedOutput> outputs() {
        return outputs;
    }
}
