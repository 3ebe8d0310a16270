package thaw.gcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import thaw.conformance.SampleData;
import thaw.json.Json;
import thaw.json.JsonObject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** 64 clients against one instance: answers never mixed, and what waits together runs together. */
class ConcurrencyTest {

    private static final int CLIENTS = 64;
    private static final int MESSAGES = 1_280;

    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    private FakeGoogle google;

    @BeforeEach
    void startEndpoints() throws IOException {
        google = new FakeGoogle();
    }

    @AfterEach
    void stop() {
        clients.shutdownNow();
        google.close();
    }

    private Map<String, String> settings(String trigger, String model, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(google.environment());
        environment.putAll(Map.of("THAW_TRIGGER", trigger, "THAW_MODEL", model, "THAW_MODELS",
                SampleData.models().toString(), "THAW_DEAD_LETTER", "firestore:poison"));
        if (!trigger.equals("http")) {
            environment.putAll(Map.of("THAW_SINKS", "results", "THAW_SINK_RESULTS", "firestore:results"));
        }
        environment.putAll(more);
        return environment;
    }

    /** No two of them have the same score, and so each answer says whose it is. */
    private static String sentence(int index) {
        return "It was " + "very ".repeat(index % 40) + (index % 3 == 0 ? "terrible" : "lovely") + " on day "
                + index;
    }

    private <T> List<T> all(List<Callable<T>> calls) throws Exception {
        List<T> answers = new ArrayList<>();
        for (Future<T> answer : clients.invokeAll(calls)) {
            answers.add(answer.get());
        }
        return answers;
    }

    private static String predicted(Invoked invoked, int index) throws Exception {
        byte[] answer = invoked.post("/v2/models/sentiment/predict",
                Map.of("content-type", "text/plain", "x-request-id", "r" + index),
                sentence(index).getBytes(StandardCharsets.UTF_8)).body();
        JsonObject fields = JsonObject.parse(answer, "answer");
        assertEquals("r" + index, fields.string("id"));
        return Json.text(fields.get("scores"));
    }

    @Test
    void givesEachClientItsOwnAnswerOverHttp() throws Exception {
        try (Invoked invoked = new Invoked(settings("http", "sentiment", Map.of()), "http")) {
            List<String> alone = new ArrayList<>();
            for (int i = 0; i < 320; i++) {
                alone.add(predicted(invoked, i));
            }
            List<Callable<String>> calls = new ArrayList<>();
            for (int i = 0; i < alone.size(); i++) {
                int index = i;
                calls.add(() -> predicted(invoked, index));
            }
            assertEquals(alone.stream().map(ConcurrencyTest::rounded).toList(),
                    all(calls).stream().map(ConcurrencyTest::rounded).toList());
        }
    }

    // A joined run may differ in the last digit of a float.
    private static String rounded(String scores) {
        return scores.replaceAll("(0\\.\\d{4})\\d*", "$1");
    }

    private static Posting message(int index) {
        Posting recorded = Posting.recorded("gcp/pubsub/push");
        Map<String, Object> envelope = recorded.tree();
        envelope.put("message", Map.of("messageId", Integer.toString(index), "data", Base64.getEncoder()
                .encodeToString(sentence(index).getBytes(StandardCharsets.UTF_8))));
        return recorded.with(envelope);
    }

    private List<Callable<Integer>> deliveries(GoogleFunction function) {
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            Posting message = message(i);
            calls.add(() -> function.answer(message.trigger()).status());
        }
        return calls;
    }

    private Map<String, String> results() {
        return google.documents("results").stream()
                .collect(Collectors.toMap(result -> (String) result.get("event_id"),
                        result -> rounded(Json.text(((Map<?, ?>) result.get("output")).get("scores")))));
    }

    @Test
    void storesEachMessagesOwnResultWhetherItRanAloneOrWithOthers() throws Exception {
        try (GoogleFunction alone = function(Map.of("THAW_LIMIT_BATCH_ROWS", "1"))) {
            assertTrue(all(deliveries(alone)).stream().allMatch(status -> status == 204));
        }
        Map<String, String> expected = results();
        assertEquals(MESSAGES, expected.size());
        long requests = requests();
        google.documents.clear();
        google.requests.clear();
        // So that many wait on a machine of many processors, too.
        try (GoogleFunction together = function(Map.of("THAW_LIMIT_CONCURRENCY", "2"))) {
            assertTrue(all(deliveries(together)).stream().allMatch(status -> status == 204));
        }
        assertEquals(expected, results());
        assertTrue(requests() * 3 < requests,
                requests() + " writes of those that waited together, " + requests
                        + " of each alone");
    }

    private GoogleFunction function(Map<String, String> more) {
        return GoogleFunction.of(settings("stream", "sentiment", more))
                .log(new PrintStream(new ByteArrayOutputStream())).open();
    }

    private long requests() {
        return google.requests.stream().filter(request -> request.contains("batchWrite")).count();
    }
}
