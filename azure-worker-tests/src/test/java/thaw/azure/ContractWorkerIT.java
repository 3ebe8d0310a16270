package thaw.azure;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import thaw.azure.app.AppSource;
import thaw.azure.rpc.InvocationCancel;
import thaw.azure.rpc.InvocationResponse;
import thaw.azure.rpc.RpcLog;
import thaw.azure.rpc.StatusResult;
import thaw.azure.rpc.StreamingMessage;
import thaw.conformance.RecordedEvents;
import thaw.conformance.SampleData;
import thaw.json.Json;
import thaw.json.JsonObject;
import thaw.testing.Await;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What the worker's contract has beside one invocation after the other. */
class ContractWorkerIT {

    private static final String FEATURES = firstPatient();
    private static final String CANCEL = "HandlesInvocationCancelMessage";

    private FakeAzure azure;

    private static String firstPatient() {
        String line = SampleData.text("data/risk/patients.ndjson").lines().findFirst().orElseThrow();
        return Json.text(JsonObject.parse(line.getBytes(StandardCharsets.UTF_8), "patient").get("features"));
    }

    @BeforeEach
    void needsAWorker() {
        WorkerFolder.named();
        azure = new FakeAzure();
    }

    @AfterEach
    void closeStores() {
        if (azure != null) {
            azure.close();
        }
    }

    private RealWorker worker(AppSource source, Map<String, String> more) throws Exception {
        Map<String, String> settings = new HashMap<>();
        settings.put("THAW_FUNCTION", "contract");
        settings.put("THAW_TRIGGER", source.trigger().name());
        settings.put("THAW_MODEL", "risk");
        settings.put("THAW_MODELS", SampleData.models().toString());
        settings.put("THAW_SINKS", "results");
        settings.put("THAW_SINK_RESULTS", "aztable:devstoreaccount1/results");
        settings.put("THAW_DEAD_LETTER", "aztable:devstoreaccount1/poison");
        settings.put("THAW_CONNECTION_DEVSTOREACCOUNT1", azure.connectionString());
        settings.putAll(more);
        return RealWorker.start(settings, source);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> data(Map<String, Object> event) {
        return (Map<String, Object>) ((List<Map<String, Object>>) event.get("inputData")).get(0).get("data");
    }

    @SuppressWarnings("unchecked")
    private static JsonObject message(String id) {
        Map<String, Object> event = RecordedEvents.tree("azure/queue/message");
        data(event).put("bytes",
                Base64.getEncoder().encodeToString(FEATURES.getBytes(StandardCharsets.UTF_8)));
        ((Map<String, Object>) event.get("triggerMetadata")).put("Id", Map.of("string", id));
        event.put("invocationId", "invocation-" + id);
        return JsonObject.of(event, "event");
    }

    private static InvocationResponse get(CompletableFuture<InvocationResponse> answer) throws Exception {
        return answer.get(2, TimeUnit.MINUTES);
    }

    @Test
    void loadsAndPrimesTheModelBeforeTheFirstInvocation() throws Exception {
        try (RealWorker worker = worker(AppSource.QUEUE, Map.of())) {
            assertTrue(worker.host().process().printed().contains("\"message\":\"cold start\""),
                    worker.host().process().printed());
            JsonObject warmup = JsonObject.of(RecordedEvents.tree("azure/warmup/call"), "event");
            assertEquals(StatusResult.Status.Success,
                    get(worker.send("warmup", warmup)).getResult().getStatus());
            get(worker.send(message("one")));
            String printed = worker.host().process().printed();
            assertEquals(printed.indexOf("cold start"), printed.lastIndexOf("cold start"), "loaded once");
        }
    }

    @Test
    void tellsWhatIsWrongWithASettingInEachInvocation() throws Exception {
        try (RealWorker worker = worker(AppSource.QUEUE, Map.of("THAW_MODEL", "nobody"))) {
            InvocationResponse answer = get(worker.send(message("one")));
            assertEquals(StatusResult.Status.Failure, answer.getResult().getStatus());
            assertTrue(answer.getResult().getException().getMessage().contains("nobody"), answer.toString());
        }
    }

    @Test
    void answersManyInvocationsAtATime() throws Exception {
        try (RealWorker worker = worker(AppSource.QUEUE, Map.of())) {
            List<CompletableFuture<InvocationResponse>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                answers.add(worker.send(message("m" + i)));
            }
            for (CompletableFuture<InvocationResponse> answer : answers) {
                assertEquals(StatusResult.Status.Success, get(answer).getResult().getStatus());
            }
            assertEquals(100, azure.rows("results").size());
        }
    }

    @Test
    void logsWithTheInvocationThatItBelongsTo() throws Exception {
        try (RealWorker worker = worker(AppSource.QUEUE, Map.of())) {
            get(worker.send(message("one")));
            Await.until("the invocation's metrics", Duration.ofSeconds(30), () -> worker.host().logs.stream()
                    .anyMatch(line -> line.getInvocationId().equals("invocation-one") && isMetrics(line)));
        }
    }

    private static boolean isMetrics(RpcLog line) {
        return line.getMessage().contains("\"message\":\"metrics\"")
                && line.getMessage().contains("\"traceparent\":\"00-0af7651916cd43dd8448eb211c80319c-");
    }

    @Test
    void failsTheInvocationWhoseResultWasNotStoredAndNoOther() throws Exception {
        azure.fault = request -> new String(request.body(), StandardCharsets.UTF_8).contains("/bad\"")
                ? Optional.of(503)
                : Optional.empty();
        try (RealWorker worker = worker(AppSource.QUEUE, Map.of())) {
            CompletableFuture<InvocationResponse> bad = worker.send(message("bad"));
            CompletableFuture<InvocationResponse> good = worker.send(message("good"));
            assertEquals(StatusResult.Status.Success, get(good).getResult().getStatus());
            assertEquals(StatusResult.Status.Failure, get(bad).getResult().getStatus());
            assertTrue(get(bad).getResult().getException().getMessage().contains("aztable"),
                    get(bad).toString());
        }
    }

    /** A worker may be ended with invocations under way: what they were called for comes again. */
    @Test
    void losesNothingWhenItIsEndedInTheMiddle() throws Exception {
        azure.delay = Duration.ofSeconds(3);
        try (RealWorker worker = worker(AppSource.QUEUE, Map.of())) {
            CompletableFuture<InvocationResponse> underWay = worker.send(message("one"));
            Await.until("a request to the table", Duration.ofMinutes(1), () -> !azure.seen.isEmpty());
            worker.host().terminate();
            assertThrows(ExecutionException.class, () -> get(underWay));
            Await.until("the worker's end", Duration.ofMinutes(1),
                    () -> !worker.host().process().isAlive());
        }
        azure.delay = Duration.ZERO;
        try (RealWorker next = worker(AppSource.QUEUE, Map.of())) {
            succeeds(next, "one");
            assertEquals(1, azure.rows("results").size());
        }
    }

    /** Whether it stops at once or goes on to its end is the worker's: it is answered, and what it says is true. */
    @Test
    void losesNothingWhenAnInvocationIsCancelledInTheMiddle() throws Exception {
        azure.fault = request -> request.method().equals("POST") ? Optional.of(503) : Optional.empty();
        try (RealWorker worker = worker(AppSource.QUEUE, Map.of())) {
            assumeTrue(worker.host().capabilities().containsKey(CANCEL),
                    "this worker takes no cancellation (" + CANCEL + "), and so its host sends none");
            CompletableFuture<InvocationResponse> underWay = worker.send(message("one"));
            Await.until("a request to the table", Duration.ofMinutes(1), () -> !azure.seen.isEmpty());
            worker.host().notify(StreamingMessage.newBuilder()
                    .setInvocationCancel(InvocationCancel.newBuilder().setInvocationId("invocation-one"))
                    .build());
            assertNotEquals(StatusResult.Status.Success, get(underWay).getResult().getStatus(),
                    "nothing was stored");
            assertEquals(List.of(), azure.rows("poison"));
            azure.fault = request -> Optional.empty();
            succeeds(worker, "two");
            succeeds(worker, "one");
            assertEquals(2, azure.rows("results").size());
        }
    }

    private static void succeeds(RealWorker worker, String id) throws Exception {
        assertEquals(StatusResult.Status.Success, get(worker.send(message(id))).getResult().getStatus());
    }

    /** The worker's own libraries and the app's lie side by side: Gson is in both, and may differ. */
    @Test
    @SuppressWarnings("unchecked")
    void answersWithTheAppsOwnLibraries() throws Exception {
        Map<String, Object> request = RecordedEvents.tree("azure/http/text");
        ((Map<String, Object>) data(request).get("http")).put("body", Map.of("string", FEATURES));
        try (RealWorker worker = worker(AppSource.HTTP, Map.of("THAW_SINKS", ""))) {
            InvocationResponse answer = get(
                    worker.send(JsonObject.of(request, "event")));
            assertEquals("200", answer.getReturnValue().getHttp().getStatusCode(), answer.toString());
        }
    }
}
