package thaw.conformance;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.Test;
import thaw.Limits;
import thaw.TriggerKind;
import thaw.conformance.AdapterDriver.Call;
import thaw.conformance.AdapterDriver.Message;
import thaw.conformance.AdapterDriver.Reply;
import thaw.conformance.AdapterDriver.Upload;
import thaw.json.JsonObject;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What every adapter must do alike: the same functions on the same models, the same expectations, every trigger. An
 * adapter extends it with its driver, once per kind of source.
 */
public abstract class AdapterConformance {

    private static final String PREDICT = "/v2/models/%s/predict";
    private static final int PIXEL_BYTES = 8 * 8 * Float.BYTES;

    /** Starts that function on the platform; closed after each test. */
    protected abstract AdapterDriver start(FunctionSpec spec) throws Exception;

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

    // ---- HTTP

    @Test
    void saysThatItIsReady() throws Exception {
        try (AdapterDriver driver = http("risk")) {
            assertEquals(200, get(driver, "GET", "/v2/health/ready").status());
        }
    }

    @Test
    void classifiesPicturesThatComeAsBytes() throws Exception {
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
    void predictsFromNamedFeatures() throws Exception {
        try (AdapterDriver driver = http("risk")) {
            for (SampleData.Patient patient : SampleData.patients()) {
                Reply reply = post(driver, String.format(PREDICT, "risk"), "application/json",
                        utf8(patient.features()));
                assertEquals(patient.label(), json(reply).string("label"), patient.id());
            }
        }
    }

    @Test
    void predictsFromTextOfAnyScript() throws Exception {
        try (AdapterDriver driver = http("sentiment")) {
            Reply reply = post(driver, String.format(PREDICT, "sentiment"), "text/plain; charset=utf-8",
                    utf8("I love this café, it is wonderful! 雪 \uD83D\uDE00"));
            assertEquals("positive", json(reply).string("label"));
        }
    }

    @Test
    void givesTheRequestsOwnIdBack() throws Exception {
        try (AdapterDriver driver = http("sentiment")) {
            Reply reply = driver.call(new Call("POST", String.format(PREDICT, "sentiment"),
                    Map.of("Content-Type", "text/plain", "X-Request-Id", "order-4711"), utf8("fine")));
            assertEquals("order-4711", reply.headers().get("x-request-id"));
        }
    }

    @Test
    void takesAndGivesBinaryTensors() throws Exception {
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
    void compressesForThoseWhoAsk() throws Exception {
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
    void refusesWithAStatusAndAReason() throws Exception {
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
    void refusesWhatIsTooLarge() throws Exception {
        Limits limits = Limits.ofDefaults().toBuilder().bodyBytes(1000).build();
        try (AdapterDriver driver = start(new FunctionSpec(TriggerKind.HTTP, "sentiment", limits))) {
            assertRefused(413, "1000",
                    post(driver, String.format(PREDICT, "sentiment"), "text/plain", new byte[1001]));
        }
    }

    @Test
    void answersHeadWithoutABody() throws Exception {
        try (AdapterDriver driver = http("risk")) {
            Reply reply = get(driver, "HEAD", "/v2/models/risk");
            assertEquals(200, reply.status());
            assertEquals(0, reply.body().length);
        }
    }

    @Test
    void answersManyCallersAtATime() throws Exception {
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

    // ---- Objects

    private AdapterDriver blobs() throws Exception {
        return start(FunctionSpec.of(TriggerKind.BLOB, "digits"));
    }

    private static Upload picture(String key, int index) {
        return new Upload(key, SampleData.bytes(SampleData.digits().get(index)));
    }

    private static String label(Map<String, Object> result) {
        return (String) ((Map<?, ?>) result.get("output")).get("label");
    }

    @Test
    void storesOneResultPerUpload() throws Exception {
        List<Upload> uploads = SampleData.digits().stream()
                .map(file -> new Upload("in/" + file.getFileName(), SampleData.bytes(file))).toList();
        try (AdapterDriver driver = blobs()) {
            driver.put(uploads);
            assertEquals(Set.of(), driver.announce(uploads));
            assertEquals(SampleData.digits().stream().map(SampleData::digit).toList(),
                    driver.results().stream().map(AdapterConformance::label).toList());
            assertEquals(List.of(), driver.poison());
        }
    }

    @Test
    void readsObjectsWhateverTheirNames() throws Exception {
        List<String> keys = List.of("red flower/é.png", "a+b.png", "100%25 sure.png", "雪/snow ☃.png",
                "a=b&c?d#e.png", "in/%2B.png");
        List<Upload> uploads = IntStream.range(0, keys.size()).mapToObj(i -> picture(keys.get(i), i))
                .toList();
        try (AdapterDriver driver = blobs()) {
            driver.put(uploads);
            assertEquals(Set.of(), driver.announce(uploads));
            List<Map<String, Object>> results = driver.results();
            assertEquals(keys.size(), results.size(), () -> results + " and " + uncheckedPoison(driver));
            for (int i = 0; i < keys.size(); i++) {
                String input = (String) results.get(i).get("input");
                assertTrue(input.contains(keys.get(i)), input);
                assertEquals(SampleData.digit(SampleData.digits().get(i)), label(results.get(i)));
            }
        }
    }

    private static String uncheckedPoison(AdapterDriver driver) {
        try {
            return String.valueOf(driver.poison());
        } catch (Exception failure) {
            return failure.toString();
        }
    }

    @Test
    void setsAsideWhatIsNoPictureAndKeepsItsBytes() throws Exception {
        byte[] text = utf8("this is no picture");
        List<Upload> uploads = List.of(picture("one.png", 0), new Upload("two.png", text),
                picture("three.png", 2));
        try (AdapterDriver driver = blobs()) {
            driver.put(uploads);
            assertEquals(Set.of(), driver.announce(uploads));
            assertEquals(2, driver.results().size());
            Map<String, Object> poison = driver.poison().get(0);
            assertEquals("poison", poison.get("status"));
            assertFalse(((String) poison.get("reason")).isBlank());
            assertArrayEquals(text, Base64.getDecoder().decode((String) poison.get("payload_base64")));
        }
    }

    @Test
    void setsAsideWhatWasDeletedBeforeItWasRead() throws Exception {
        List<Upload> uploads = List.of(picture("here.png", 0), picture("gone.png", 1));
        try (AdapterDriver driver = blobs()) {
            driver.put(uploads);
            driver.remove("gone.png");
            assertEquals(Set.of(), driver.announce(uploads));
            assertEquals(1, driver.results().size());
            String reason = (String) driver.poison().get(0).get("reason");
            assertTrue(reason.contains("gone.png") && reason.contains("deleted"), reason);
        }
    }

    @Test
    void storesAnUploadToldOfTwiceOnce() throws Exception {
        List<Upload> uploads = List.of(picture("a.png", 0), picture("b.png", 1));
        try (AdapterDriver driver = blobs()) {
            driver.put(uploads);
            driver.announce(uploads);
            assertEquals(Set.of(), driver.announce(uploads));
            assertEquals(2, driver.results().size());
        }
    }

    @Test
    void takesUploadsAgainWhenTheSinkWasDown() throws Exception {
        List<Upload> uploads = List.of(picture("a.png", 0), picture("b.png", 1));
        try (AdapterDriver driver = blobs()) {
            driver.put(uploads);
            driver.breakSinks(true);
            assertEquals(Set.of(0, 1), driver.announce(uploads));
            driver.breakSinks(false);
            assertEquals(Set.of(), driver.announce(uploads));
            assertEquals(2, driver.results().size());
        }
    }

    // ---- Records

    private AdapterDriver stream() throws Exception {
        return start(FunctionSpec.of(TriggerKind.STREAM, "risk"));
    }

    private static List<Message> messages() {
        return SampleData.patients().stream()
                .map(patient -> new Message(patient.id(), "clinic-" + patient.id().length(),
                        patient.features()))
                .toList();
    }

    private static List<String> labels() {
        return SampleData.patients().stream().map(SampleData.Patient::label).toList();
    }

    @Test
    void predictsEachRecord() throws Exception {
        try (AdapterDriver driver = stream()) {
            assertEquals(Set.of(), driver.deliver(messages()));
            assertEquals(labels(), driver.results().stream().map(AdapterConformance::label).toList());
        }
    }

    @Test
    void setsAsideThePoisonedRecordAlone() throws Exception {
        List<Message> messages = new ArrayList<>(messages());
        messages.set(3, new Message("bad", "clinic-5", "{\"no\":\"such features\"}"));
        try (AdapterDriver driver = stream()) {
            assertEquals(Set.of(), driver.deliver(messages));
            List<String> expected = new ArrayList<>(labels());
            expected.remove(3);
            assertEquals(expected, driver.results().stream().map(AdapterConformance::label).toList());
            assertEquals(1, driver.poison().size());
        }
    }

    @Test
    void storesARecordDeliveredTwiceOnce() throws Exception {
        List<Message> messages = messages();
        List<Message> overlapping = new ArrayList<>(messages.subList(0, 12));
        try (AdapterDriver driver = stream()) {
            driver.deliver(overlapping);
            assertEquals(Set.of(), driver.deliver(messages));
            assertEquals(labels(), driver.results().stream().map(AdapterConformance::label).toList());
        }
    }

    @Test
    void takesRecordsAgainWhenTheSinkWasDown() throws Exception {
        List<Message> messages = messages();
        try (AdapterDriver driver = stream()) {
            driver.breakSinks(true);
            Set<Integer> again = driver.deliver(messages);
            assertEquals(IntStream.range(0, messages.size()).boxed().collect(Collectors.toSet()),
                    again);
            assertEquals(List.of(), driver.results());
            driver.breakSinks(false);
            assertEquals(Set.of(), driver.deliver(messages));
            assertEquals(labels(), driver.results().stream().map(AdapterConformance::label).toList());
        }
    }

    @Test
    void keepsTheOrderOverManyModelRuns() throws Exception {
        List<SampleData.Patient> patients = SampleData.patients();
        List<Message> messages = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            SampleData.Patient patient = patients.get(i * 7 % patients.size());
            messages.add(new Message("m" + i, "key-" + i % 7, patient.features()));
            expected.add(patient.label());
        }
        try (AdapterDriver driver = stream()) {
            assertEquals(Set.of(), driver.deliver(messages));
            assertEquals(expected, driver.results().stream().map(AdapterConformance::label).toList());
        }
    }
}
