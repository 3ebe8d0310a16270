package thaw.predict;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import thaw.Datatype;
import thaw.Samples;
import thaw.json.Json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The schema that editors check model.json by says what the reader says: the same keys, types and choices. */
class SchemaTest {

    private static final String EVERYTHING = "{'$schema':'s','description':'d','input':{'image':{}},'output':{}}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = { //
            "                   | {?}", //
            "input              | {'input':{?}}", //
            "input.image        | {'input':{'image':{?}}}",
            "input.tabular      | {'input':{'tabular':{?}}}", //
            "input.text         | {'input':{'text':{?}}}", //
            "output             | {'output':{?}}"})
    void theKeysAreThoseThatTheReaderKnows(String path, String document) throws IOException {
        Map<?, ?> node = schema();
        for (String key : path == null ? new String[0] : path.split("\\.")) {
            node = property(node, key);
        }
        assertEquals(known(document), new TreeSet<>(properties(node).keySet()));
        assertEquals(false, node.get("additionalProperties"));
    }

    @Test
    void theKeysOfAFeatureAreThoseThatTheReaderKnows() throws IOException {
        Map<?, ?> features = property(property(property(schema(), "input"), "tabular"), "features");
        Map<?, ?> feature = (Map<?, ?>) ((List<?>) ((Map<?, ?>) features.get("items")).get("oneOf")).get(1);
        assertEquals(known("{'input':{'tabular':{'features':[{'name':'a',?}]}}}"),
                new TreeSet<>(properties(feature).keySet()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"digits", "risk", "sentiment"})
    void theSamplesUseOnlyItsKeysAndTypes(String sample) throws IOException {
        Path settings = Samples.models().resolve(sample).resolve("1/model.json");
        assertEquals("",
                mistake(schema(), Json.parse(Files.readAllBytes(settings), "model.json"), "model.json"));
    }

    @Test
    void aWrongDocumentIsFound() throws IOException {
        for (String document : List.of("{'inptu':{}}", "{'input':{'image':{'width':'8'}}}",
                "{'input':{'image':{'fit':'squash'}}}", "{'output':{'topK':0.5}}")) {
            Object tree = Json.parse(Packages.quoted(document).getBytes(), "model.json");
            assertTrue(!mistake(schema(), tree, "model.json").isEmpty(), document);
        }
        assertEquals("",
                mistake(schema(), Json.parse(Packages.quoted(EVERYTHING).getBytes(), ""), "model.json"));
    }

    /** What the reader lists as known when it meets a key that nobody can know. */
    private static Set<String> known(String document) {
        var signature = Signatures.taking(Signatures.spec("x", Datatype.FP32, -1, 1));
        String message = Packages
                .failure(() -> Packages.predictor(signature, document.replace("?", "'unheard of':1")))
                .getMessage();
        String listed = message.substring(message.indexOf("keys [") + 6, message.indexOf("], got also"));
        return new TreeSet<>(Arrays.asList(listed.split(", ")));
    }

    /** The few words of JSON Schema that ours uses. */
    private static String mistake(Map<?, ?> schema, Object value, String path) {
        if (schema.get("enum") instanceof List<?> choices && !choices.contains(value)) {
            return path + " is none of " + choices;
        }
        if (schema.get("type") instanceof String type && !isOf(type, value)) {
            return path + " is no " + type;
        }
        if (schema.get("oneOf") instanceof List<?> choices) {
            return choices.stream().anyMatch(choice -> mistake((Map<?, ?>) choice, value, path).isEmpty())
                    ? ""
                    : path + " is none of the choices";
        }
        return value instanceof Map<?, ?> map ? mistakeWithin(schema, map, path)
                : value instanceof List<?> list ? mistakeWithin(schema, list, path) : "";
    }

    private static String mistakeWithin(Map<?, ?> schema, Map<?, ?> value, String path) {
        for (Map.Entry<?, ?> entry : value.entrySet()) {
            if (!properties(schema).containsKey(entry.getKey())) {
                return path + " has no " + entry.getKey();
            }
            String mistake = mistake(property(schema, (String) entry.getKey()), entry.getValue(),
                    path + "." + entry.getKey());
            if (!mistake.isEmpty()) {
                return mistake;
            }
        }
        return "";
    }

    private static String mistakeWithin(Map<?, ?> schema, List<?> value, String path) {
        return value.stream().map(each -> mistake((Map<?, ?>) schema.get("items"), each, path + "[]"))
                .filter(mistake -> !mistake.isEmpty()).findFirst().orElse("");
    }

    private static boolean isOf(String type, Object value) {
        return switch (type) {
            case "object" -> value instanceof Map;
            case "array" -> value instanceof List;
            case "string" -> value instanceof String;
            case "boolean" -> value instanceof Boolean;
            case "integer" -> value instanceof Long;
            case "number" -> value instanceof Number;
            default -> throw new AssertionError(type);
        };
    }

    private static Map<?, ?> properties(Map<?, ?> node) {
        return (Map<?, ?>) node.get("properties");
    }

    private static Map<?, ?> property(Map<?, ?> node, String key) {
        return (Map<?, ?>) properties(node).get(key);
    }

    private static Map<?, ?> schema() throws IOException {
        try (InputStream stream = SchemaTest.class.getResourceAsStream("/thaw/model.schema.json")) {
            return (Map<?, ?>) Json.parse(stream.readAllBytes(), "model.schema.json");
        }
    }
}
