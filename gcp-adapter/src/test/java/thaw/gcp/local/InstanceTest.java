package thaw.gcp.local;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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

    @Test
    void acknowledgesWhatIsStoredAndNothingElseWhenItIsAskedToStopInAGatheredRun() throws Exception {
        int pushes = 24;
        ExecutorService clients = Executors.newFixedThreadPool(pushes);
        try (FakeGoogle google = new FakeGoogle();
                Instance instance = Instance.ready(Workplace.freePort(), gathering(settings(google)))) {
            CountDownLatch arrived = new CountDownLatch(2);
            CountDownLatch open = new CountDownLatch(1);
            google.faultsOf(request -> {
                if (request.contains("batchWrite")) {
                    arrived.countDown();
                    await(open);
                }
                return Optional.empty();
            });
            List<CompletableFuture<Integer>> answers = IntStream.range(0, pushes)
                    .mapToObj(id -> CompletableFuture
                            .supplyAsync(() -> instance.post("/", Map.of(), push(id)).statusCode(), clients))
                    .toList();
            assertTrue(arrived.await(1, TimeUnit.MINUTES));
            ProcessHandle.of(instance.process().pid()).orElseThrow().destroy();
            open.countDown();
            Set<String> done = new TreeSet<>();
            for (int id = 0; id < pushes; id++) {
                if (answered(answers.get(id)) == 204) {
                    done.add("s/" + id);
                }
            }
            assertTrue(done.size() >= 2, "what was on its way: " + done);
            assertEquals(done, google.documents("results").stream()
                    .map(document -> document.get("event_id").toString())
                    .collect(Collectors.toCollection(TreeSet::new)));
            Await.until("the end of the process", Duration.ofMinutes(1), () -> !instance.process().isAlive());
            assertTrue(line(instance, "function stopped").flag("drained", false));
        } finally {
            clients.shutdownNow();
        }
    }

    private static Map<String, String> gathering(Map<String, String> settings) {
        settings.putAll(Map.of("THAW_LIMIT_CONCURRENCY", "2", "THAW_LIMIT_BATCH_ROWS", "8"));
        return settings;
    }

    /** The status, or 0 for a push that found no instance any more. */
    private static int answered(CompletableFuture<Integer> answer) throws Exception {
        return answer.exceptionally(refused -> 0).get(1, TimeUnit.MINUTES);
    }

    private static void await(CountDownLatch open) {
        try {
            open.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
