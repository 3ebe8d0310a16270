package thaw.conformance;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;
import thaw.Limits;
import thaw.TriggerKind;
import thaw.conformance.AdapterDriver.Call;
import thaw.conformance.AdapterDriver.Reply;
import thaw.json.JsonObject;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What every adapter must do alike with requests: the protocol's endpoints, binary bodies, codings, refusals. */
public interface HttpConformance {

    /** The path of a model's natural endpoint. */
    String PREDICT = "/v2/models/%s/predict";

    /** The bytes of one picture as a tensor. */
    int PIXEL_BYTES = 8 * 8 * Float.BYTES;

    /** Starts that function on the platform; closed after each test. */
    AdapterDriver start(FunctionSpec spec) throws Exception;

    private AdapterDriver http(String model) throws Exception {
        return start(FunctionSpec.of(TriggerKind.HTTP, model));
    }

    private static Reply post(AdapterDriver driver, String path, String type, byte[] body) throws Exception {
        return driver.call(new Call("POST", path, Map.of("Content-Type", type), body));
    }

    private static Reply get(AdapterDriver driver, String method, String path) throws Exception {
        return driver.call(new Call(method, path, Map.of(), new byte[0]));
    }

    private static JsonObject json(Reply reply) {
        return JsonObject.parse(reply.body(), "answer");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    default void saysThatItIsReady() throws Exception {
        try (AdapterDriver driver = http("risk")) {
            assertEquals(200, get(driver, "GET", "/v2/health/ready").status());
        }
    }

    @Test
    default void classifiesPicturesThatComeAsBytes() throws Exception {
        try (AdapterDriver driver = http("digits")) {
            for (Path picture : SampleData.digits()) {
                Reply reply = post(driver, String.format(PREDICT, "digits"), "image/png",
                        SampleData.bytes(picture));
                assertEquals(200, reply.status(), () -> new String(reply.body(), StandardCharsets.UTF_8));
                assertEquals(SampleData.digit(picture), json(reply).string("label"), picture.toString());
            }
        }
    }

    @Test
    default void predictsFromNamedFeatures() throws Exception {
        try (AdapterDriver driver = http("risk")) {
            for (SampleData.Patient patient : SampleData.patients()) {
                Reply reply = post(driver, String.format(PREDICT, "risk"), "application/json",
                        utf8(patient.features()));
                assertEquals(patient.label(), json(reply).string("label"), patient.id());
            }
        }
    }

    @Test
    default void predictsFromTextOfAnyScript() throws Exception {
        try (AdapterDriver driver = http("sentiment")) {
            Reply reply = post(driver, String.format(PREDICT, "sentiment"), "text/plain; charset=utf-8",
                    utf8("I love this café, it is wonderful! 雪 \uD83D\uDE00"));
            assertEquals("positive", json(reply).string("label"));
        }
    }

    @Test
    default void givesTheRequestsOwnIdBack() throws Exception {
        try (AdapterDriver driver = http("sentiment")) {
            Reply reply = driver.call(new Call("POST", String.format(PREDICT, "sentiment"),
                    Map.of("Content-Type", "text/plain", "X-Request-Id", "order-4711"), utf8("fine")));
            assertEquals("order-4711", reply.headers().get("x-request-id"));
        }
    }

    @Test
    default void takesAndGivesBinaryTensors() throws Exception {
        byte[] images = SampleData.bytes(SampleData.folder().resolve("fixtures/digits/image.fp32"));
        byte[] labels = SampleData.bytes(SampleData.folder().resolve("fixtures/digits/label.int64"));
        int rows = 10;
        byte[] header = utf8("{\"inputs\":[{\"name\":\"image\",\"datatype\":\"FP32\",\"shape\":[" + rows
                + ",1,8,8],\"parameters\":{\"binary_data_size\":" + rows * PIXEL_BYTES
                + "}}],\"outputs\":[{\"name\":\"label\",\"parameters\":{\"binary_data\":true}}]}");
        byte[] body = Arrays.copyOf(header, header.length + rows * PIXEL_BYTES);
        System.arraycopy(images, 0, body, header.length, rows * PIXEL_BYTES);
        try (AdapterDriver driver = http("digits")) {
            Reply reply = driver.call(new Call("POST", "/v2/models/digits/infer",
                    Map.of("Content-Type", "application/octet-stream", "Inference-Header-Content-Length",
                            Integer.toString(header.length)),
                    body));
            assertEquals(200, reply.status(), () -> new String(reply.body(), StandardCharsets.UTF_8));
            int json = Integer.parseInt(reply.headers().get("inference-header-content-length"));
            assertArrayEquals(Arrays.copyOf(labels, rows * Long.BYTES),
                    Arrays.copyOfRange(reply.body(), json, reply.body().length));
        }
    }

    @Test
    default void compressesForThoseWhoAsk() throws Exception {
        String data = String.join(",", Collections.nCopies(30 * 64, "0.5"));
        byte[] body = utf8(
                "{\"inputs\":[{\"name\":\"image\",\"datatype\":\"FP32\",\"shape\":[30,1,8,8],\"data\":["
                        + data + "]}]}");
        try (AdapterDriver driver = http("digits")) {
            Reply plain = post(driver, "/v2/models/digits/infer", "application/json", body);
            Reply coded = driver.call(new Call("POST", "/v2/models/digits/infer",
                    Map.of("Content-Type", "application/json", "Accept-Encoding", "gzip"), body));
            assertEquals(200, plain.status(), () -> new String(plain.body(), StandardCharsets.UTF_8));
            assertEquals("gzip", coded.headers().get("content-encoding"));
            assertTrue(coded.body().length < plain.body().length / 2, "compressed");
            assertEquals(json(plain).get("outputs"),
                    JsonObject.parse(unzipped(coded.body()), "answer").get("outputs"));
        }
    }

    private static byte[] unzipped(byte[] coded) throws IOException {
        try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(coded))) {
            return plain.readAllBytes();
        }
    }

    @Test
    default void takesCompressedRequests() throws Exception {
        byte[] features = utf8(SampleData.patients().get(0).features());
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(coded)) {
            gzip.write(features);
        }
        try (AdapterDriver driver = http("risk")) {
            Reply reply = driver.call(new Call("POST", String.format(PREDICT, "risk"),
                    Map.of("Content-Type", "application/json", "Content-Encoding", "gzip"),
                    coded.toByteArray()));
            assertEquals(200, reply.status(), () -> new String(reply.body(), StandardCharsets.UTF_8));
            assertEquals(SampleData.patients().get(0).label(), json(reply).string("label"));
        }
    }

    @Test
    default void answersOnlyPagesThatMayCall() throws Exception {
        FunctionSpec spec = FunctionSpec.of(TriggerKind.HTTP, "risk").origin("https://page.example");
        try (AdapterDriver driver = start(spec)) {
            String path = String.format(PREDICT, "risk");
            Reply asked = driver.call(new Call("OPTIONS", path, Map.of("Origin", "https://page.example",
                    "Access-Control-Request-Method", "POST"), new byte[0]));
            assertTrue(asked.status() < 300, "status " + asked.status());
            assertEquals("https://page.example", asked.headers().get("access-control-allow-origin"));
            assertTrue(asked.headers().get("access-control-allow-headers").contains("Content-Type"));
            Reply answered = driver.call(new Call("POST", path, Map.of("Origin", "https://page.example",
                    "Content-Type", "application/json"), utf8(SampleData.patients().get(0).features())));
            assertEquals("https://page.example", answered.headers().get("access-control-allow-origin"));
            Reply stranger = driver.call(new Call("OPTIONS", path, Map.of("Origin", "https://other.example"),
                    new byte[0]));
            assertFalse(stranger.headers().containsKey("access-control-allow-origin"));
        }
    }

    @Test
    default void saysWhichMethodsThereAre() throws Exception {
        try (AdapterDriver driver = http("risk")) {
            Reply reply = get(driver, "OPTIONS", "/v2/models/risk/infer");
            assertTrue(reply.status() < 300, "status " + reply.status());
            assertTrue(reply.headers().get("allow").contains("POST"), reply.headers().toString());
        }
    }

    @Test
    default void refusesWithAStatusAndAReason() throws Exception {
        try (AdapterDriver driver = http("digits")) {
            assertRefused(400, "JSON",
                    post(driver, "/v2/models/digits/infer", "application/json", utf8("no JSON")));
            assertRefused(404, "nobody", post(driver, String.format(PREDICT, "nobody"), "text/plain",
                    utf8("x")));
            Reply wrong = get(driver, "DELETE", "/v2/models/digits/infer");
            assertRefused(405, "DELETE", wrong);
            assertTrue(wrong.headers().get("allow").contains("POST"), wrong.headers().toString());
        }
    }

    private static void assertRefused(int status, String culprit, Reply reply) {
        assertEquals(status, reply.status());
        String reason = json(reply).string("error");
        assertTrue(reason.contains(culprit), reason);
    }

    @Test
    default void refusesWhatIsTooLarge() throws Exception {
        Limits limits = Limits.ofDefaults().toBuilder().bodyBytes(1000).build();
        try (AdapterDriver driver = start(FunctionSpec.of(TriggerKind.HTTP, "sentiment").limits(limits))) {
            assertRefused(413, "1000",
                    post(driver, String.format(PREDICT, "sentiment"), "text/plain", new byte[1001]));
        }
    }

    @Test
    default void answersHeadWithoutABody() throws Exception {
        try (AdapterDriver driver = http("risk")) {
            Reply reply = get(driver, "HEAD", "/v2/models/risk");
            assertEquals(200, reply.status());
            assertEquals(0, reply.body().length);
        }
    }

    @Test
    default void answersManyCallersAtATime() throws Exception {
        List<SampleData.Patient> patients = SampleData.patients();
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try (AdapterDriver driver = http("risk")) {
            List<Callable<String>> calls = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                byte[] body = utf8(patients.get(i % patients.size()).features());
                calls.add(() -> json(
                        post(driver, String.format(PREDICT, "risk"), "application/json", body))
                        .string("label"));
            }
            List<Future<String>> answers = callers.invokeAll(calls);
            for (int i = 0; i < answers.size(); i++) {
                assertEquals(patients.get(i % patients.size()).label(), answers.get(i).get());
            }
        } finally {
            callers.shutdown();
        }
    }
}
