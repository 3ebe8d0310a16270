package thaw.azure;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import thaw.InferenceException;
import thaw.TriggerKind;
import thaw.conformance.RecordedEvents;
import thaw.conformance.SampleData;
import thaw.json.JsonObject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
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

    private static JsonObject batch() {
        return batch("eventhub", Map.of(), 1, 2);
    }

    private static JsonObject batch(String source, Map<String, Object> metadata, int... numbers) {
        String line = SampleData.text("data/risk/patients.ndjson").lines().findFirst().orElseThrow();
        byte[] features = thaw.json.Json.bytes(
                JsonObject.parse(line.getBytes(StandardCharsets.UTF_8), "patient").get("features"));
        return batch(source, features, metadata, numbers);
    }

    @SuppressWarnings("unchecked")
    private static JsonObject batch(String source, byte[] content, Map<String, Object> metadata,
            int... numbers) {
        Map<String, Object> event = RecordedEvents.tree("azure/" + source + "/batch");
        String body = Base64.getEncoder().encodeToString(content);
        ((Map<String, Object>) ((List<Map<String, Object>>) event.get("inputData")).get(0).get("data"))
                .put("collectionBytes", Map.of("bytes", Collections.nCopies(numbers.length, body)));
        Map<String, Object> all = (Map<String, Object>) event.get("triggerMetadata");
        all.put("SequenceNumberArray", Map.of("collectionSint64",
                Map.of("sint64", IntStream.of(numbers).mapToObj(Integer::toString).toList())));
        all.putAll(metadata);
        return JsonObject.of(event, "event");
    }

    private static JsonObject messages(String deliveries, String sessions, int... numbers) {
        return batch("servicebus", Map.of("DeliveryCountArray", Map.of("json", deliveries), "SessionIdArray",
                Map.of("collectionString",
                        Map.of("string", sessions.isEmpty() ? List.of() : List.of(sessions.split(" "))))),
                numbers);
    }

    private String status(boolean deadLetter) {
        return status(batch(), settings(deadLetter));
    }

    private String status(JsonObject event) {
        return status(event, settings(true));
    }

    private static String status(JsonObject event, Map<String, String> settings) {
        try (Invocations invocations = Invocations.inProcess(settings)) {
            return JsonObject.of(invocations.answer(event), "answer").required("result").string("status");
        }
    }

    /** Refuses the results of these records, whatever else is stored. */
    private void refuse(int... numbers) {
        azure.fault = request -> request.path().startsWith("/tables/results")
                && request.method().equals("POST") && IntStream.of(numbers)
                        .anyMatch(number -> new String(request.body(), StandardCharsets.UTF_8)
                                .contains("/" + number + "\""))
                                        ? Optional.of(503)
                                        : Optional.empty();
    }

    private String numbers(String table) {
        return azure.rows(table).stream().map(row -> ((String) row.get("event_id")).replaceFirst(".*/", ""))
                .collect(Collectors.joining(" "));
    }

    /** Where nothing promises an order. */
    private String sorted(String table) {
        return Stream.of(numbers(table).split(" ")).sorted().collect(Collectors.joining(" "));
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

    @ParameterizedTest
    @ValueSource(strings = {"eventhub", "broken", "servicebus"})
    void failsWhereTheDeadLetterFailsSoThatTheHostTriesAgain(String what) {
        breakTable("", "POST");
        JsonObject event = what.equals("servicebus") ? messages("[9, 9]", "", 11, 12) : batch();
        if (what.equals("broken")) {
            event = batch("eventhub", "no JSON at all".getBytes(StandardCharsets.UTF_8), Map.of(), 1, 2);
        }
        assertEquals("Failure", status(event));
        azure.fault = request -> Optional.empty();
        assertEquals("Success", status(event));
        assertEquals(2, azure.rows(what.equals("broken") ? "poison" : "results").size());
    }

    @Test
    void setsAsideOneRecordOfAPartitionAndStoresTheOthersInTheirOrder() {
        refuse(12, 13);
        JsonObject five = batch("eventhub", Map.of(), 11, 12, 13, 14, 15);
        assertEquals("Success", status(five));
        assertEquals("11 14 15", numbers("results"));
        assertEquals("12 13", numbers("poison"));
        assertEquals("Success", status(five), "the same batch again");
        assertEquals("11 14 15", numbers("results"), "nothing is stored twice");
        assertEquals("12 13", numbers("poison"));
    }

    @Test
    void givesABatchOfServiceBusBackUntilTheLastTry() {
        refuse(12);
        assertEquals("Failure", status(messages("[4, 4, 4]", "", 11, 12, 13)));
        assertEquals("11 13", sorted("results"));
        assertEquals("", numbers("poison"));
    }

    @Test
    void setsAsideTheMessageOfServiceBusThatFailsAtItsLastTryAndCompletesTheOthers() {
        refuse(12);
        assertEquals("Success", status(messages("[1, 5, 9]", "", 11, 12, 13)));
        assertEquals("11 13", sorted("results"));
        assertEquals("12", numbers("poison"));
        String reason = (String) azure.rows("poison").get(0).get("reason");
        assertTrue(reason.startsWith("given up: "), reason);
    }

    @Test
    void setsAsideOneMessageOfASessionAndStoresWhatWasBehindIt() {
        refuse(12);
        assertEquals("Success", status(messages("[5, 5, 5, 5]", "a a a b", 11, 12, 13, 14)));
        assertEquals("11 13 14", sorted("results"));
        assertEquals("12", numbers("poison"));
    }

    @Test
    void leavesTheMessagesToServiceBusWhereThereIsNoDeadLetterOfOnesOwn() {
        refuse(12);
        assertEquals("Failure", status(messages("[9, 9]", "", 11, 12), settings(false)));
    }

    @Test
    void takesTheNumberOfTriesFromASetting() {
        refuse(12);
        Map<String, String> settings = settings(true);
        settings.put("THAW_SERVICEBUS_TRIES", "2");
        assertEquals("Success", status(messages("[2, 2]", "", 11, 12), settings));
        settings.put("THAW_SERVICEBUS_TRIES", "none");
        assertThrows(InferenceException.class, () -> AzureFunction.of(settings).open(TriggerKind.STREAM));
    }
}
