package thaw.hosting;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import thaw.InferenceException;
import thaw.Payload;
import thaw.json.JsonObject;
import thaw.run.ResultRecord;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ResultDocumentTest {

    private static JsonObject document(ResultRecord record, int payloadBytes) {
        return JsonObject.parse(ResultDocument.json(record, payloadBytes), "document");
    }

    @Test
    void writesWhatJsonHasNoSignForAsTexts() {
        JsonObject output = document(Results.record("e", "key", ResultRecord.Status.PREDICTED,
                Map.of("score", Double.NaN, "scores", List.of(1.5, Float.NEGATIVE_INFINITY)), "",
                Payload.ofText("")), 0).required("output");
        assertEquals("NaN", output.get("score"));
        assertEquals(List.of("1.5", "-Infinity"),
                ((List<?>) output.get("scores")).stream().map(String::valueOf).toList());
    }

    @Test
    void carriesPoisonWithItsInputUpToASize() {
        Payload input = Payload.ofText("abc").withAttributes(Map.of("sender", "scale 7"));
        JsonObject small = document(Results.poison("e", input), 3);
        assertEquals("YWJj", small.string("payload_base64"));
        assertEquals("scale 7", small.required("attributes").string("sender"));
        assertEquals("no picture", small.string("reason"));
        JsonObject large = document(Results.poison("e", input), 2);
        assertFalse(large.has("payload_base64"));
        assertEquals("stream:e", large.string("input"), "where the input still is");
        assertTrue(large.string("payload_left_out").contains("at most 2 bytes"));
    }

    @Test
    void setsPoisonAsideEvenIfItsInputCannotBeRead() {
        Payload gone = Payload.streamed(() -> {
            throw new IOException("connection reset");
        }, -1, "");
        assertTrue(document(Results.poison("e", gone), 100).string("payload_left_out")
                .contains("connection reset"));
        Payload broken = BrokenItem
                .of("i", "e", Map.of("data", "?"), InferenceException.malformed("data", "expected base64"))
                .payload();
        JsonObject document = document(Results.poison("e", broken), 100);
        assertEquals("{\"data\":\"?\"}", document.required("attributes").string(BrokenItem.RECORD));
    }

    @Test
    void hashesDifferentKeysDifferently() {
        assertEquals(32, ResultDocument.hash(Results.predicted("e", "")).length());
        assertEquals(ResultDocument.hash(Results.predicted("e", "")),
                ResultDocument.hash(Results.predicted("e", "another lane")));
        assertNotEquals(ResultDocument.hash("ab", "c"), ResultDocument.hash("a", "bc"));
    }
}
