package thaw.azure;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.TraceContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import thaw.Deadline;
import thaw.InferenceException;
import thaw.Ordering;
import thaw.Payload;
import thaw.TriggerEvent.StreamTrigger;
import thaw.TriggerItem;
import thaw.TriggerKind;
import thaw.conformance.SampleData;
import thaw.json.Json;
import thaw.json.JsonObject;
import thaw.testing.Await;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Invocations that end early: the worker's thread is interrupted, or the host's time is up. */
class StoppedTest {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final FakeAzure azure = new FakeAzure();
    private AzureFunction function;

    @BeforeEach
    void open() {
        Map<String, String> settings = new HashMap<>();
        settings.put("THAW_FUNCTION", "stopped");
        settings.put("THAW_MODEL", "risk");
        settings.put("THAW_MODELS", SampleData.models().toString());
        settings.put("THAW_SINKS", "results");
        settings.put("THAW_SINK_RESULTS", "aztable:devstoreaccount1/results");
        settings.put("THAW_DEAD_LETTER", "aztable:devstoreaccount1/poison");
        settings.put("THAW_CONNECTION_DEVSTOREACCOUNT1", azure.connectionString());
        function = AzureFunction.of(settings)
                .log(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .open(TriggerKind.STREAM);
    }

    @AfterEach
    void close() {
        function.close();
        azure.close();
    }

    private static StreamTrigger two(Deadline deadline) {
        String patient = SampleData.text("data/risk/patients.ndjson").lines().findFirst().orElseThrow();
        byte[] features = Json
                .bytes(JsonObject.parse(patient.getBytes(StandardCharsets.UTF_8), "patient").get("features"));
        List<TriggerItem> items = List.of("1", "2").stream()
                .map(id -> new TriggerItem(id, id, "p", id, Payload.of(features, ""))).toList();
        return new StreamTrigger("request", Ordering.KEY, items, deadline);
    }

    private void run(Deadline deadline) {
        function.runToTheEnd(new Call(), invocation -> two(deadline));
    }

    @Test
    void failsWhenItIsInterruptedSoThatEverythingComesAgain() throws Exception {
        azure.fault = request -> request.path().startsWith("/tables/results")
                && request.method().equals("POST") ? Optional.of(503) : Optional.empty();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        Thread worker = new Thread(() -> {
            try {
                run(Deadline.none());
                ended.complete(null);
            } catch (RuntimeException failed) {
                ended.completeExceptionally(failed);
            }
        });
        worker.start();
        Await.until("a request to the table", LIMIT, () -> !azure.seen.isEmpty());
        worker.interrupt();
        worker.join(LIMIT.toMillis());
        assertTrue(ended.isCompletedExceptionally(), "it was not done");
        assertThrows(Exception.class, () -> ended.get(1, TimeUnit.SECONDS));
        assertEquals(List.of(), azure.rows("poison"), "nothing is wrong with the records");
        azure.fault = request -> Optional.empty();
        run(Deadline.none());
        assertEquals(2, azure.rows("results").size());
    }

    @Test
    void setsAsideWhatThereWasNoTimeForBecauseTheCheckpointMovesOn() {
        run(Deadline.after(Duration.ZERO));
        assertEquals(List.of(), azure.rows("results"));
        List<Map<String, Object>> aside = azure.rows("poison");
        assertEquals(2, aside.size());
        String reason = (String) aside.get(0).get("reason");
        assertTrue(reason.startsWith("given up: ") && reason.contains("time"), reason);
    }

    @Test
    void givesMessagesBackForWhichThereWasNoTime() {
        InferenceException late = assertThrows(InferenceException.class,
                () -> function.run(new Call(), invocation -> two(Deadline.after(Duration.ZERO))));
        assertTrue(late.retryable(), late.toString());
        assertEquals(List.of(), azure.rows("poison"));
    }

    /** An invocation that logs to nobody. */
    private record Call() implements ExecutionContext {

        @Override
        public java.util.logging.Logger getLogger() {
            return null;
        }

        @Override
        public String getInvocationId() {
            return "invocation";
        }

        @Override
        public String getFunctionName() {
            return "stopped";
        }

        @Override
        public TraceContext getTraceContext() {
            return null;
        }
    }
}
