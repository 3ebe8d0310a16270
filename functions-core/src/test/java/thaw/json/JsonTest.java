package thaw.json;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import thaw.InferenceException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class JsonTest {

    @Test
    void readsWhatItWrote() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("text", "é \" \\ 😀 \u0001");
        tree.put("list", Arrays.asList(1L, -2.5, true, null, new BigInteger("18446744073709551615")));
        tree.put("empty", Map.of("list", List.of()));

        assertEquals(tree, Json.parse(Json.bytes(tree), "tree"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', value = {
            "''                | file: expected JSON, got nothing",
            "'{} {}'           | file: expected one JSON value, got more after it",
            "'{\"a\":1e999}'   | file: expected JSON at line 1, column 11: Number is beyond the range of a double",
            "'{\"a\":1,\"a\":2}' | file: expected JSON at line 1, column 11: Duplicate field 'a'"})
    void saysWhereADocumentIsBroken(String document, String message) {
        InferenceException refused = assertThrows(InferenceException.class,
                () -> Json.parse(document.getBytes(StandardCharsets.UTF_8), "file"));

        assertEquals(message, refused.getMessage());
        assertEquals(InferenceException.Kind.MALFORMED, refused.kind());
    }

    @Test
    void writesNoNumberThatItCouldNotReadAgain() {
        for (Object number : List.of(Double.NaN, Float.POSITIVE_INFINITY)) {
            assertThrows(InferenceException.class, () -> Json.bytes(List.of(number)));
            assertThrows(InferenceException.class, () -> Json.requireWritable(Map.of("a", List.of(number))));
        }
    }
}
