package thaw.predict;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import thaw.Datatype;
import thaw.InferenceException;
import thaw.Limits;
import thaw.ModelSignature;
import thaw.Payload;
import thaw.Shape;
import thaw.Tensor;
import thaw.TensorSpec;
import thaw.Tensors;
import thaw.json.Json;

/**
 * Reads one text: a body that is the text, or JSON that holds it. The content type decides between the two; without one
 * that says so, a body whose first byte is a brace is a JSON object, and any other is the text.
 */
final class TextEncoder implements InputEncoder {

    private static final String INPUT = "input";
    private static final char BYTE_ORDER_MARK = '\ufeff';

    private final String tensor;
    private final Shape shape;
    private final TextSettings settings;
    private final Limits limits;
    private final JsonFactory json;

    private TextEncoder(TensorSpec input, TextSettings settings, Limits limits) {
        this.tensor = input.name();
        this.shape = RowShape.of(input, 1).shape();
        this.settings = settings;
        this.limits = limits;
        this.json = Json.factory(limits.jsonDepth());
    }

    /** An encoder for that input, which must be of one string a row. */
    static TextEncoder bind(TextSettings settings, ModelSignature signature, Limits limits) {
        TensorSpec input = SoleInput.of(settings, signature);
        if (input.datatype() != Datatype.BYTES || RowShape.of(input, 1).width() != 1) {
            throw InferenceException.mismatch(settings.path(),
                    "an input of one string a row, BYTES of shape [-1] or [-1,1]",
                    "input '" + input.name() + "', " + input.datatype() + " of shape " + input.shape());
        }
        return new TextEncoder(input, settings, limits);
    }

    /** Whether the graph alone says that the model takes a text: its only input is a string for each row. */
    static boolean recognises(ModelSignature signature) {
        return signature.inputs().size() == 1 && signature.inputs().get(0).datatype() == Datatype.BYTES
                && RowShape.single(signature.inputs().get(0));
    }

    @Override
    public Tensors encode(Payload payload) {
        // Once: an object of a store would be fetched again by each reading.
        byte[] body = payload.bytes(limits.bodyBytes());
        String text = isJson(payload.contentType(), body) ? fromJson(body) : raw(body);
        String allowed = PlainText.required(withinLimit(text), INPUT);
        String given = settings.lowercase() ? allowed.toLowerCase(Locale.ROOT) : allowed;
        return Tensors.of(Tensor.ofStrings(tensor, shape, List.of(given)));
    }

    private static boolean isJson(String contentType, byte[] body) {
        return switch (TextForm.of(contentType)) {
            case JSON -> true;
            case TEXT -> false;
            case UNSAID -> startsWithBrace(body);
        };
    }

    private static boolean startsWithBrace(byte[] body) {
        for (byte each : body) {
            if (each != ' ' && each != '\n' && each != '\r' && each != '\t') {
                return each == '{';
            }
        }
        return false;
    }

    private static String raw(byte[] body) {
        String text = Payload.of(body, "").text(body.length);
        if (text.isEmpty()) {
            throw InferenceException.mismatch(INPUT, "a text", "nothing");
        }
        return text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    private String fromJson(byte[] body) {
        try (JsonParser parser = json.createParser(body)) {
            JsonToken first = parser.nextToken();
            String text = first == JsonToken.VALUE_STRING ? parser.getText() : field(parser, first);
            if (parser.nextToken() != null) {
                throw InferenceException.malformed(INPUT, "expected one JSON value, got more after it");
            }
            return text;
        } catch (JsonProcessingException invalid) {
            throw Json.malformed(INPUT, invalid);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private String field(JsonParser parser, JsonToken first) throws IOException {
        if (first != JsonToken.START_OBJECT) {
            throw InferenceException.mismatch(INPUT,
                    "a JSON string, or an object with the field '" + settings.field() + "'",
                    JsonValues.described(parser));
        }
        String text = null;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            if (name.equals(settings.field())) {
                text = string(parser, token);
            } else {
                parser.skipChildren();
            }
        }
        if (text == null) {
            throw InferenceException.mismatch(INPUT, "the text in the field '" + settings.field() + "'",
                    "no such field");
        }
        return text;
    }

    private String string(JsonParser parser, JsonToken token) throws IOException {
        if (token != JsonToken.VALUE_STRING) {
            throw InferenceException.mismatch(INPUT + "." + settings.field(), "a string",
                    JsonValues.described(parser));
        }
        return parser.getText();
    }

    private String withinLimit(String text) {
        // A code point is one or two units: only a text between the limit and its double needs counting.
        if (text.length() > settings.maxLength()) {
            int length = text.codePointCount(0, text.length());
            if (length > settings.maxLength()) {
                throw InferenceException.tooLarge(INPUT, settings.maxLength(), length, "characters");
            }
        }
        return text;
    }
}
