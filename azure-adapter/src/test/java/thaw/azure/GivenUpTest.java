package thaw.azure;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import thaw.conformance.RecordedEvents;
import thaw.conformance.SampleData;
import thaw.json.JsonObject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Sources that move on whatever happens: what cannot be stored is tried again, then set aside, and only then done with. */
class GivenUpTest {

    private final FakeAzure azure = new FakeAzure();

    @AfterEach
    void close() {
        azure.close();
    }

    private Map<String, String> settings(boolean deadLetter) {
        Map<String, String> settings = new HashMap<>();
        settings.put("THAW_FUNCTION", "given-up");
        settings.put("THAW_MODEL", "risk");
        settings.put("THAW_MODELS", SampleData.models().toString());
        settings.put("THAW_SINKS", "results");
        settings.put("THAW_SINK_RESULTS", "aztable:devstoreaccount1/results");
        settings.put("THAW_CONNECTION_DEVSTOREACCOUNT1", azure.connectionString());
        if (deadLetter) {
            settings.put("THAW_DEAD_LETTER", "aztable:devstoreaccount1/poison");
        }
        return settings;
    }

    @SuppressWarnings("unchecked")
    private static JsonObject batch() {
        Map<String, Object> event = RecordedEvents.tree("azure/eventhub/batch");
        String line = SampleData.text("data/risk/patients.ndjson").lines().findFirst().orElseThrow();
        byte[] features = thaw.json.Json.bytes(
                JsonObject.parse(line.getBytes(StandardCharsets.UTF_8), "patient").get("features"));
        String body = Base64.getEncoder().encodeToString(features);
        ((Map<String, Object>) ((List<Map<String, Object>>) event.get("inputData")).get(0).get("data"))
                .put("collectionBytes", Map.of("bytes", List.of(body, body)));
        return JsonObject.of(event, "event");
    }

    private String status(boolean deadLetter) {
        try (Invocations invocations = Invocations.inProcess(settings(deadLetter))) {
            return JsonObject.of(invocations.answer(batch()), "answer").required("result").string("status");
        }
    }

    private void breakTable(String table, String method) {
        azure.fault = request -> request.path().startsWith("/tables/" + table)
                && request.method().equals(method)
                        ? Optional.of(503)
                        : Optional.empty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "GET"})
    void setsAsideWithItsInputWhatCouldNotBeStored(String broken) {
        breakTable("results", broken);
        assertEquals("Success", status(true));
        List<Map<String, Object>> aside = azure.rows("poison");
        assertEquals(2, aside.size());
        assertTrue(((String) aside.get(0).get("reason")).startsWith("given up: "), aside.toString());
        assertTrue(((String) aside.get(0).get("payload_base64")).length() > 100);
        azure.fault = request -> Optional.empty();
        assertEquals("Success", status(true), "and it can be replayed");
        assertEquals(2, azure.rows("results").size());
    }

    @Test
    void triesAgainBeforeItGivesUp() {
        int[] refused = {0};
        azure.fault = request -> request.path().startsWith("/tables/results")
                && request.method().equals("POST")
                && refused[0]++ < 6 ? Optional.of(503) : Optional.empty();
        assertEquals("Success", status(true));
        assertEquals(2, azure.rows("results").size());
        assertEquals(List.of(), azure.rows("poison"));
    }

    @Test
    void failsWhereThereIsNoDeadLetterSoThatTheHostTriesAgain() {
        breakTable("results", "POST");
        assertEquals("Failure", status(false));
    }
}
