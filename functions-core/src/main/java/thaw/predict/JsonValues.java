package thaw.predict;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

/** Says in a message what stood in the JSON of a caller. */
final class JsonValues {

    private static final int LONGEST = 40;

    private JsonValues() {}

    /** The parser's current value: as it is if short, else its kind. */
    static String described(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            return "nothing";
        }
        if (token == JsonToken.START_OBJECT) {
            return "an object";
        }
        if (token == JsonToken.START_ARRAY) {
            return "a list";
        }
        String text = shortened(parser.getText());
        return token == JsonToken.VALUE_STRING ? "the string \"" + text + "\"" : text;
    }

    /** A text cut to what a message can hold. */
    static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
