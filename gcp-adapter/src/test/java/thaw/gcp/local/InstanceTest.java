package thaw.gcp.local;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import thaw.gcp.FakeGoogle;
import thaw.json.JsonObject;
import thaw.testing.Await;
import thaw.testing.Workplace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The start and the end of an instance, as Cloud Run sees them: a process of its own. */
class InstanceTest {

    private static Map<String, String> settings(FakeGoogle google) {
        Map<String, String> settings = new HashMap<>(google.environment());
        settings.putAll(Map.of("THAW_TRIGGER", "stream", "THAW_MODEL", "sentiment", "THAW_SINKS", "results",
                "THAW_SINK_RESULTS", "firestore:results", "THAW_DEAD_LETTER", "pubsub:dead"));
        return settings;
    }

    private static byte[] push(int id) {
        return ("{\"message\":{\"data\":\"aGVsbG8=\",\"messageId\":\"" + id + "\"},\"subscription\":\"s\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static JsonObject line(Instance instance, String message) {
        return instance.log().stream().filter(line -> line.string("message").equals(message)).findFirst()
                .orElseThrow();
    }

    @Test
    void opensItsPortOnlyWhenTheModelIsLoadedAndPrimed() throws Exception {
        try (FakeGoogle google = new FakeGoogle();
                Instance instance = Instance.ready(Workplace.freePort(), settings(google))) {
            JsonObject start = line(instance, "cold start");
            assertTrue(start.required("model_ms").has("priming"), start.tree().toString());
            assertTrue(start.required("phases_ms").has("process"), start.tree().toString());
            assertEquals(204, instance.post("/", Map.of(), push(1)).statusCode());
        }
    }

    @Test
    void endsWithTheReasonInsteadOfOpeningItsPort() throws Exception {
        try (FakeGoogle google = new FakeGoogle()) {
            Map<String, String> settings = settings(google);
            settings.put("THAW_MODEL", "nobody");
            try (Instance instance = new Instance(Workplace.freePort(), settings)) {
                Await.until("the end of the process", Duration.ofMinutes(1),
                        () -> !instance.process().isAlive());
                JsonObject failure = line(instance, "function cannot start");
                assertEquals("ERROR", failure.string("severity"));
                assertTrue(failure.string("reason").contains("nobody"), failure.string("reason"));
            }
        }
    }

    @Test
    void finishesWhatIsOnItsWayWhenItIsAskedToStop() throws Exception {
        try (FakeGoogle google = new FakeGoogle();
                Instance instance = Instance.ready(Workplace.freePort(), settings(google))) {
            CountDownLatch arrived = new CountDownLatch(1);
            CountDownLatch open = new CountDownLatch(1);
            google.faultsOf(request -> {
                if (request.contains("batchWrite")) {
                    arrived.countDown();
                    await(open);
                }
                return Optional.empty();
            });
            CompletableFuture<HttpResponse<byte[]>> answer = CompletableFuture
                    .supplyAsync(() -> instance.post("/", Map.of(), push(1)));
            assertTrue(arrived.await(1, TimeUnit.MINUTES));
            ProcessHandle.of(instance.process().pid()).orElseThrow().destroy();
            open.countDown();
            assertEquals(204, answer.get(1, TimeUnit.MINUTES).statusCode());
            Await.until("the end of the process", Duration.ofMinutes(1), () -> !instance.process().isAlive());
            assertTrue(line(instance, "function stopped").flag("drained", false));
        }
    }

    private static void await(CountDownLatch open) {
        try {
            open.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
