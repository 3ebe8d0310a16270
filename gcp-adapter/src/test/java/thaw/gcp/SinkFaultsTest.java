package thaw.gcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import thaw.InferenceException;
import thaw.TriggerResult.HttpResult;
import thaw.conformance.SampleData;
import thaw.json.Json;
import thaw.json.JsonObject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Faults of services in the middle of an event: nothing lost, nothing doubled, nothing acknowledged early. */
class SinkFaultsTest {

    private static final int DONE = 204;
    private static final int AGAIN = 503;

    private FakeGoogle google;

    @BeforeEach
    void startEndpoints() throws IOException {
        google = new FakeGoogle();
    }

    @AfterEach
    void stopEndpoints() {
        google.close();
    }

    private GoogleFunction function(String trigger, String model, Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(google.environment());
        environment.putAll(Map.of("THAW_TRIGGER", trigger, "THAW_MODEL", model, "THAW_MODELS",
                SampleData.models().toString(), "THAW_SINKS", "results", "THAW_DEAD_LETTER",
                "pubsub:poison"));
        environment.putAll(settings);
        environment.values().removeIf(String::isEmpty);
        return GoogleFunction.of(environment).log(new PrintStream(new ByteArrayOutputStream())).open();
    }

    private GoogleFunction onStream(String sink) {
        return function("stream", "sentiment", Map.of("THAW_SINK_RESULTS", sink));
    }

    private static int status(GoogleFunction function, String recorded) {
        return function.answer(Posting.recorded(recorded).trigger()).status();
    }

    private static Map<?, ?> document(JsonObject message) {
        return (Map<?, ?>) Json.parse(Base64.getDecoder().decode(message.string("data")), "message");
    }

    @Test
    void publishesWithTheOrderingKeyAndAKeyThatRecognisesTheSecondDelivery() {
        try (GoogleFunction function = onStream("pubsub:projects/example/topics/out")) {
            assertEquals(DONE, status(function, "gcp/pubsub/push-ordered"));
            assertEquals(DONE, status(function, "gcp/pubsub/push-second-attempt"));
            assertEquals(DONE, status(function, "gcp/pubsub/push"));
        }
        assertEquals(List.of("patient-7", "", ""),
                google.messages.stream().map(message -> message.string("orderingKey", "")).toList());
        assertEquals(1, google.messages.stream()
                .map(message -> message.required("attributes").string("key")).distinct().count());
        assertEquals("positive", ((Map<?, ?>) document(google.messages.get(0)).get("output")).get("label"));
    }

    @Test
    void triesABusyTopicAgainAndThenGivesTheEventBack() {
        try (GoogleFunction function = onStream("pubsub:out")) {
            google.failNext(":publish", 2, 503);
            assertEquals(DONE, status(function, "gcp/pubsub/push"));
            assertEquals(1, google.messages.size());
            google.failNext(":publish", Integer.MAX_VALUE, 403);
            HttpResult answer = function.answer(Posting.recorded("gcp/pubsub/push").trigger());
            assertEquals(AGAIN, answer.status());
            assertTrue(answer.headers().containsKey("retry-after"));
            assertTrue(StandardCharsets.UTF_8.decode(answer.body()).toString()
                    .contains("roles/pubsub.publisher"));
        }
    }

    @Test
    void storesADocumentOnceAndKnowsItBeforeItPredicts() {
        try (GoogleFunction function = onStream("firestore:results")) {
            google.refusals.set(2);
            assertEquals(DONE, status(function, "gcp/pubsub/push"), "busy documents are written again");
            assertEquals(DONE, status(function, "gcp/pubsub/push"));
            assertEquals(1, google.documents("results").size());
            assertEquals(3,
                    google.requests.stream().filter(request -> request.contains("batchWrite")).count());
            google.refusals.set(1);
            google.refusalCode = 7;
            assertEquals(AGAIN, status(function, "gcp/cloudevents/kafka"));
            assertEquals(DONE, status(function, "gcp/cloudevents/kafka"));
        }
        assertEquals("positive", ((Map<?, ?>) google.documents("results").get(1).get("output")).get("label"));
    }

    @Test
    void keepsABadDocumentFromHoldingBackTheOthersOfItsRequest() {
        google.bad = "/wards/3/b-2";
        try (GoogleFunction function = onStream("firestore:results")) {
            assertEquals(AGAIN, status(function, "gcp/cloudevents/batch"));
            assertEquals(List.of("/wards/3/b-1"), google.documents("results").stream()
                    .map(document -> document.get("event_id")).toList());
        }
    }

    @Test
    void namesDatabasesAndRefusesWhatIsNone() {
        try (GoogleFunction function = onStream("firestore:projects/p/databases/d/documents/results")) {
            assertEquals(DONE, status(function, "gcp/pubsub/push"));
        }
        assertTrue(google.documents.keySet().iterator().next()
                .startsWith("projects/p/databases/d/documents/results/"));
        assertThrows(InferenceException.class, () -> onStream("firestore:a/b/c"));
        assertThrows(InferenceException.class, () -> onStream("bigquery:table"));
        assertThrows(InferenceException.class, () -> onStream("pubsub:projects/p/out"));
    }

    @Test
    void insertsRowsWithTheirInsertIdAndSendsTheRefusedOnceMore() {
        try (GoogleFunction function = onStream("bigquery:clinic.results")) {
            google.refusals.set(1);
            assertEquals(DONE, status(function, "gcp/pubsub/push"));
            assertEquals(DONE, status(function, "gcp/pubsub/push"));
        }
        assertEquals(1, google.rows.size(), "the same insertId");
        JsonObject row = google.rows.values().iterator().next();
        assertTrue(row.string("output").contains("positive"), "a text, as a column of JSON takes it");
        assertTrue(google.requests.stream().anyMatch(request -> request
                .contains("/bigquery/v2/projects/example/datasets/clinic/tables/results/insertAll")));
    }

    @Test
    void sendsOnlyAlertsOverTheThreshold() {
        try (GoogleFunction function = onStream("pubsub:alerts?label=negative&threshold=0.5")) {
            assertEquals(DONE, status(function, "gcp/pubsub/push"));
            assertEquals(0, google.messages.size(), "a lovely day");
            assertEquals(DONE, status(function, "gcp/cloudevents/batch"));
        }
        assertEquals(1, google.messages.size(), "a terrible night");
    }

    @Test
    void setsPoisonAsideOnTheTopicAndAcknowledgesIt() {
        try (GoogleFunction function = onStream("firestore:results")) {
            assertEquals(DONE, status(function, "gcp/pubsub/push-broken-base64"));
        }
        Map<?, ?> letter = document(google.messages.get(0));
        assertEquals("poison", letter.get("status"));
        assertTrue(letter.get("reason").toString().contains("base64"), letter.toString());
    }

    @Test
    void givesPoisonBackThatCannotBeSetAside() {
        try (GoogleFunction function = onStream("firestore:results")) {
            for (int status : List.of(403, 404, 503)) {
                google.faultsOf(
                        request -> request.contains(":publish") ? Optional.of(status) : Optional.empty());
                assertEquals(AGAIN, status(function, "gcp/pubsub/push-broken-base64"), "HTTP " + status);
            }
            google.faultsOf(request -> Optional.empty());
            assertEquals(DONE, status(function, "gcp/pubsub/push-broken-base64"));
        }
        assertEquals(1, google.messages.size());
    }

    @Test
    void acknowledgesNothingThatTheStoreDoesNotSpeakOf() {
        try (GoogleFunction toFirestore = onStream("firestore:results");
                GoogleFunction toTopic = onStream("pubsub:out")) {
            google.faultsOf(request -> request.contains(":batchWrite") || request.contains(":publish")
                    ? Optional.of(200)
                    : Optional.empty());
            assertEquals(AGAIN, status(toFirestore, "gcp/pubsub/push"));
            assertEquals(AGAIN, status(toTopic, "gcp/pubsub/push"));
            google.faultsOf(request -> Optional.empty());
            assertEquals(DONE, status(toFirestore, "gcp/pubsub/push"));
            assertEquals(DONE, status(toTopic, "gcp/pubsub/push"));
        }
    }

    @Test
    void givesPoisonBackWhereNoDeadLetterIsSet() {
        try (GoogleFunction function = function("stream", "sentiment",
                Map.of("THAW_SINK_RESULTS", "firestore:results", "THAW_DEAD_LETTER", ""))) {
            assertEquals(AGAIN, status(function, "gcp/pubsub/push-broken-base64"),
                    "so that the subscription's own dead-letter topic gets it");
        }
    }

    private Posting upload(String name, byte[] bytes) {
        Posting recorded = Posting.recorded("gcp/storage/finalized");
        Map<String, Object> object = recorded.tree();
        object.put("name", name);
        object.put("generation", google.put("uploads", name, bytes));
        return recorded.with(object);
    }

    @Test
    void writesEachObjectOnceAndWaitsOutABusyStore() throws IOException {
        byte[] picture = Files.readAllBytes(SampleData.folder().resolve("data/digits/digit-7-1635.png"));
        Posting upload = upload("雪/100%25 +1.png", picture);
        try (GoogleFunction function = function("blob", "digits",
                Map.of("THAW_SINK_RESULTS", "gs://out/results", "THAW_DEAD_LETTER", "gs://out/poison"))) {
            google.failNext("GET /storage", 2, 503);
            assertEquals(DONE, function.answer(upload.trigger()).status());
            assertEquals(DONE, function.answer(upload.trigger()).status(),
                    "the second finds the object there");
            assertEquals(1, stored("out/results/"));
            google.failNext("GET /storage", Integer.MAX_VALUE, 403);
            assertEquals(AGAIN, function.answer(upload("b.png", picture).trigger()).status());
            google.faults = request -> Optional.empty();
            Posting gone = upload("c.png", picture);
            upload("c.png", picture);
            assertEquals(DONE, function.answer(gone.trigger()).status(), "its generation was replaced");
            assertEquals(1, stored("out/poison/"));
        }
    }

    private long stored(String prefix) {
        return google.objects.keySet().stream().filter(key -> key.startsWith(prefix)).count();
    }

    @Test
    void fetchesItsModelByGenerationAndChecksum() throws IOException {
        for (String file : List.of("1/model.onnx", "1/model.json", "1/labels.txt", "1/warmup.txt",
                "aliases.json")) {
            google.put("models", "team/sentiment/" + file,
                    Files.readAllBytes(SampleData.models().resolve("sentiment").resolve(file)));
        }
        google.put("models", "team/sentiment/2/model.onnx", "not asked for".getBytes(StandardCharsets.UTF_8));
        try (GoogleFunction function = function("stream", "sentiment",
                Map.of("THAW_MODELS", "gs://models/team", "THAW_SINK_RESULTS", "firestore:results"))) {
            assertEquals(DONE, status(function, "gcp/pubsub/push"));
        }
        assertFalse(google.requests.stream().anyMatch(request -> request.contains("sentiment%2F2")));
        assertTrue(google.requests.stream().filter(request -> request.contains("model.onnx"))
                .allMatch(request -> request.contains("generation=")));
    }
}
