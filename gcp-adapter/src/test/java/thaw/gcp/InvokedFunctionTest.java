package thaw.gcp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import thaw.InferenceException;
import thaw.conformance.SampleData;
import thaw.json.JsonObject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What only Google asks for, through the real invoker. */
class InvokedFunctionTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private FakeGoogle google;

    @BeforeEach
    void startEndpoints() throws IOException {
        google = new FakeGoogle();
    }

    @AfterEach
    void stopEndpoints() {
        google.close();
    }

    private Map<String, String> settings(String trigger, String model, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(google.environment());
        environment.putAll(Map.of("THAW_TRIGGER", trigger, "THAW_MODEL", model, "THAW_MODELS",
                SampleData.models().toString(), "THAW_SINKS", trigger.equals("http") ? "" : "results",
                "THAW_SINK_RESULTS", "firestore:results", "THAW_DEAD_LETTER", "firestore:poison"));
        environment.putAll(more);
        return environment;
    }

    private Invoked invoked(String trigger, String model, Map<String, String> more) throws Exception {
        return new Invoked(settings(trigger, model, more), null);
    }

    private static String error(HttpResponse<byte[]> answer) {
        return JsonObject.parse(answer.body(), "answer").string("error");
    }

    @Test
    void refusesMoreThan32MebibytesSoThatTheClientCanReadIt() throws Exception {
        byte[] large = new byte[(32 << 20) + 1];
        try (Invoked invoked = invoked("http", "digits", Map.of())) {
            HttpResponse<byte[]> declared = invoked.post("/v2/models/digits/predict", Map.of(), large);
            assertEquals(413, declared.statusCode());
            assertTrue(error(declared).contains("33554432"), error(declared));
            HttpResponse<byte[]> streamed = invoked.send(HttpRequest
                    .newBuilder(invoked.uri("/v2/models/digits/infer")).timeout(Duration.ofSeconds(60))
                    .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large))).build());
            assertEquals(413, streamed.statusCode());
        }
    }

    @Test
    void takesAStreamedBodyAndGivesAnAnswerLargerThanCloudRunTakesInOnePiece() throws Exception {
        int rows = 100_000;
        byte[] header = ("{\"inputs\":[{\"name\":\"image\",\"datatype\":\"FP32\",\"shape\":[" + rows
                + ",1,8,8],\"parameters\":{\"binary_data_size\":" + rows * 256 + "}}]}")
                .getBytes(StandardCharsets.UTF_8);
        byte[] body = Arrays.copyOf(header, header.length + rows * 256);
        try (Invoked invoked = invoked("http", "digits", Map.of())) {
            HttpResponse<byte[]> answer = invoked.send(HttpRequest
                    .newBuilder(invoked.uri("/v2/models/digits/infer")).timeout(Duration.ofSeconds(60))
                    .header("Inference-Header-Content-Length", Integer.toString(header.length))
                    .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))).build());
            assertEquals(200, answer.statusCode());
            assertEquals("chunked", answer.headers().firstValue("transfer-encoding").orElse(""));
        }
    }

    @Test
    void tellsTheLengthOfAnAnswerWhoseRequestIsReadToItsEnd() throws Exception {
        try (Invoked invoked = invoked("http", "digits", Map.of())) {
            for (HttpResponse<byte[]> answer : List.of(
                    invoked.send(HttpRequest.newBuilder(invoked.uri("/v2/models/digits")).build()),
                    invoked.post("/v2/models/digits/infer", Map.of(), "{}".getBytes(StandardCharsets.UTF_8)),
                    invoked.send(HttpRequest.newBuilder(invoked.uri("/v2/models/digits/infer"))
                            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[9])))
                            .build()))) {
                assertEquals(answer.body().length,
                        answer.headers().firstValueAsLong("content-length").orElse(-1));
            }
        }
    }

    @Test
    void neverAcknowledgesWhatIsNoEvent() throws Exception {
        try (Invoked invoked = invoked("stream", "sentiment", Map.of())) {
            for (String body : List.of("", "null", "{\"message\":", "no JSON", "{}")) {
                HttpResponse<byte[]> answer = invoked.post("/", Map.of("content-type", "application/json"),
                        body.getBytes(StandardCharsets.UTF_8));
                assertEquals(400, answer.statusCode(), body);
                assertFalse(error(answer).isEmpty());
            }
        }
        assertEquals(0, google.documents.size());
    }

    @Test
    void acknowledgesPoisonOnceItIsSetAsideAndDeletionsWithoutARun() throws Exception {
        try (Invoked invoked = invoked("stream", "sentiment", Map.of())) {
            assertEquals(204, invoked.post(Posting.recorded("gcp/pubsub/push-broken-base64")).statusCode());
            assertEquals(1, google.documents("poison").size());
        }
        try (Invoked invoked = invoked("blob", "digits", Map.of())) {
            assertEquals(204, invoked.post(Posting.recorded("gcp/storage/deleted")).statusCode());
            assertEquals(1, google.documents.size());
        }
    }

    @Test
    void answersProbesWhateverTheTriggerIs() throws Exception {
        try (Invoked invoked = invoked("stream", "sentiment", Map.of())) {
            for (String path : List.of("/v2/health/live", "/v2/health/ready", "/v2/models/sentiment")) {
                assertEquals(200,
                        invoked.send(HttpRequest.newBuilder(invoked.uri(path)).build()).statusCode(), path);
            }
        }
    }

    @Test
    void letsNobodyPushWhoHasNoTokenWhenItIsToldToCheck() throws Exception {
        try (Invoked invoked = invoked("stream", "sentiment",
                Map.of("THAW_PUSH_AUDIENCE", "https://f.a.run.app"))) {
            assertEquals(401, invoked.post(Posting.recorded("gcp/pubsub/push")).statusCode());
            assertEquals(401,
                    invoked.post(Posting.recorded("gcp/pubsub/push").with("authorization", "Bearer a.b.c"))
                            .statusCode());
            JsonObject warning = line(invoked,
                    "every Google account can push: set THAW_PUSH_SERVICE_ACCOUNT, too");
            assertEquals("https://f.a.run.app", warning.string("audience"));
        }
        assertEquals(0, google.documents.size());
    }

    @Test
    void putsTheTraceOfEachRequestIntoItsLines() throws Exception {
        try (Invoked invoked = invoked("stream", "sentiment", Map.of())) {
            invoked.post(Posting.recorded("gcp/pubsub/push-broken-base64"));
            invoked.post("/", Map.of("x-cloud-trace-context", "105445AA7843BC8BF206B12000100000/255;o=1"),
                    "no JSON".getBytes(StandardCharsets.UTF_8));
            JsonObject aside = line(invoked, "item set aside");
            assertEquals("WARNING", aside.string("severity"));
            assertEquals("projects/example/traces/" + TRACE, aside.string("logging.googleapis.com/trace"));
            JsonObject failed = line(invoked, "event failed");
            assertEquals("ERROR", failed.string("severity"));
            assertEquals("00000000000000ff", failed.string("logging.googleapis.com/spanId"));
        }
    }

    private static JsonObject line(Invoked invoked, String message) {
        return invoked.log().stream().filter(line -> line.string("message").equals(message)).findFirst()
                .orElseThrow();
    }

    @Test
    void tellsItsStartAndItsCounts() throws Exception {
        try (Invoked invoked = invoked("stream", "sentiment", Map.of())) {
            assertTrue(line(invoked, "cold start").required("model_ms").has("priming"));
            invoked.post(Posting.recorded("gcp/pubsub/push"));
            JsonObject counts = invoked.log().stream().filter(line -> line.has("ok")).findFirst()
                    .orElseThrow();
            assertEquals("metrics", counts.string("message"));
            assertEquals(1, counts.integer("rows", 0, 10));
        }
    }

    @Test
    void refusesWrongSettingsByTheirNames() {
        for (Map<String, String> wrong : List.of(Map.of("THAW_TRIGGER", "queue"),
                Map.of("THAW_SINK_RESULTS", "s3://elsewhere"), Map.of("THAW_LIMIT_BATCH_MILLIS", "soon"),
                Map.of("THAW_MODEL", "nobody"), Map.of("THAW_MODELS", "s3://elsewhere"))) {
            InferenceException refused = assertThrows(InferenceException.class,
                    () -> invoked("stream", "sentiment", wrong));
            String name = wrong.keySet().iterator().next();
            assertTrue(refused.getMessage().contains(name) || refused.getMessage().contains(wrong.get(name)),
                    refused.getMessage());
        }
    }
}
