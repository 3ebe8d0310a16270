package thaw.json;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import thaw.InferenceException;

/**
 * JSON as trees of {@code Map<String, Object>}, {@code List<Object>}, String, Long, BigInteger, Double, Boolean and
 * null. Thread-safe.
 */
public final class Json {

    /** Deeper than any configuration or result that a person writes. */
    public static final int DEFAULT_DEPTH = 64;

    private static final JsonFactory FACTORY = factory(DEFAULT_DEPTH);

    private Json() {}

    /** A factory of streaming parsers that refuse duplicate keys and deeper nesting than this. */
    public static JsonFactory factory(int depth) {
        return new JsonFactoryBuilder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(depth)
                        .maxStringLength(Integer.MAX_VALUE).build())
                .build();
    }

    /**
     * The tree of a document.
     *
     * @param culprit what the document is, for the message: a file's name, "request body"
     * @throws InferenceException malformed, with line and column, unless it is exactly one JSON value
     */
    public static Object parse(byte[] document, String culprit) {
        try (JsonParser parser = FACTORY.createParser(document)) {
            if (parser.nextToken() == null) {
                throw InferenceException.malformed(culprit, "expected JSON, got nothing");
            }
            Object value = value(parser);
            if (parser.nextToken() != null) {
                throw InferenceException.malformed(culprit, "expected one JSON value, got more after it");
            }
            return value;
        } catch (JsonProcessingException invalid) {
            throw malformed(culprit, invalid);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The failure that tells a user where the JSON is broken. */
    public static InferenceException malformed(String culprit, JsonProcessingException invalid) {
        String where = invalid.getLocation() == null ? ""
                : " at line " + invalid.getLocation().getLineNr() + ", column "
                        + invalid.getLocation().getColumnNr();
        return InferenceException.malformed(culprit, "expected JSON" + where + ": " + firstLine(invalid),
                invalid);
    }

    private static String firstLine(JsonProcessingException invalid) {
        return invalid.getOriginalMessage().lines().findFirst().orElse("broken");
    }

    /** The value at the parser's current token, which is left at its end. */
    public static Object value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return object(parser);
        }
        if (token == JsonToken.START_ARRAY) {
            return array(parser);
        }
        return scalar(parser, token);
    }

    private static Object scalar(JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            return finite(parser);
        }
        if (token == JsonToken.VALUE_NUMBER_INT) {
            return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? parser.getBigIntegerValue()
                    : (Object) parser.getLongValue();
        }
        return token == JsonToken.VALUE_NULL ? null : (Object) (token == JsonToken.VALUE_TRUE);
    }

    // 1e999 is well-formed JSON, and a tree that holds an infinity could not be written again.
    private static Object finite(JsonParser parser) throws IOException {
        double number = parser.getDoubleValue();
        if (!Double.isFinite(number)) {
            throw new JsonParseException(parser, "Number is beyond the range of a double");
        }
        return number;
    }

    private static Map<String, Object> object(JsonParser parser) throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            object.put(name, value(parser));
        }
        return object;
    }

    private static List<Object> array(JsonParser parser) throws IOException {
        List<Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser));
        }
        return array;
    }

    /**
     * The document of a tree, in UTF-8, without white space.
     *
     * @throws InferenceException internal, on NaN or an infinity, which JSON cannot carry, or another type
     */
    public static byte[] bytes(Object tree) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator generator = FACTORY.createGenerator(out)) {
            write(generator, tree);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    /** The document of a tree, as text. */
    public static String text(Object tree) {
        return new String(bytes(tree), StandardCharsets.UTF_8);
    }

    /** Writes a tree where the generator stands. */
    public static void write(JsonGenerator generator, Object tree) throws IOException {
        if (tree instanceof Map<?, ?> map) {
            generator.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                generator.writeFieldName(String.valueOf(entry.getKey()));
                write(generator, entry.getValue());
            }
            generator.writeEndObject();
        } else if (tree instanceof Iterable<?> list) {
            generator.writeStartArray();
            for (Object element : list) {
                write(generator, element);
            }
            generator.writeEndArray();
        } else {
            writeScalar(generator, tree);
        }
    }

    private static void writeScalar(JsonGenerator generator, Object value) throws IOException {
        if (value == null) {
            generator.writeNull();
        } else if (value instanceof CharSequence text) {
            generator.writeString(text.toString());
        } else if (value instanceof Boolean flag) {
            generator.writeBoolean(flag);
        } else if (value instanceof Number number) {
            writeNumber(generator, number);
        } else {
            throw InferenceException.internal("result",
                    "expected a string, number, boolean, null, list or map, got "
                            + value.getClass().getName(),
                    null);
        }
    }

    /**
     * Checks that a tree can be written.
     *
     * @throws InferenceException internal, on NaN or an infinity, which JSON cannot carry, or another type
     */
    public static void requireWritable(Object tree) {
        if (tree instanceof Map<?, ?> map) {
            map.values().forEach(Json::requireWritable);
        } else if (tree instanceof Iterable<?> list) {
            list.forEach(Json::requireWritable);
        } else if (tree instanceof Number number) {
            requireFinite(number);
        } else if (tree != null && !(tree instanceof CharSequence) && !(tree instanceof Boolean)) {
            throw unwritable(tree);
        }
    }

    private static InferenceException unwritable(Object value) {
        return InferenceException.internal("result",
                "expected a string, number, boolean, null, list or map, got "
                        + value.getClass().getName(),
                null);
    }

    private static void writeNumber(JsonGenerator generator, Number number) throws IOException {
        requireFinite(number);
        generator.writeNumber(number.toString());
    }

    private static void requireFinite(Number number) {
        if (!Double.isFinite(number.doubleValue()) && (number instanceof Double || number instanceof Float)) {
            throw InferenceException.internal("result", "JSON cannot carry " + number, null);
        }
    }
}
