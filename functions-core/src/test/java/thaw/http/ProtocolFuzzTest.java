package thaw.http;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Random;

import com.sun.management.ThreadMXBean;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import thaw.Limits;
import thaw.TriggerResult.HttpResult;
import thaw.telemetry.StructuredLog;
import thaw.telemetry.Telemetry;
import thaw.testing.EchoModels;
import thaw.testing.Requests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Whatever is done to a request, the answer is its result or says what is wrong with it: never a defect of ours. */
class ProtocolFuzzTest {

    private static final String[] TOKENS = {"{", "}", "[", "]", ",", ":", "\"", "null", "true", "-1", "1e999",
            "0.5", "NaN",
            "\"data\"", "\"shape\"", "\"datatype\"", "\"BYTES\"", "\"FP64\"", "\"INT8\"",
            "9223372036854775807", "\\ud800",
            "\"parameters\"", "\"binary_data_size\"", "[[", "]]", "é", "\u0000", "1000000000000", "\"x\"",
            "e", "."};

    private final EchoModels models = new EchoModels();
    private final InferenceEndpoints endpoints = new InferenceEndpoints(models,
            Limits.ofDefaults().toBuilder().bodyBytes(1 << 16).build(), Telemetry.NONE, StructuredLog.none());

    @Provide
    Arbitrary<String> requests() {
        return Arbitraries.of(
                "{\"id\":\"1\",\"inputs\":[{\"name\":\"x\",\"shape\":[2,2],\"datatype\":\"FP32\",\"data\":[[1.5,2],[3,4e1]]}]}",
                "{\"inputs\":[{\"data\":[\"a\",\"\\u00e9\"],\"name\":\"x\",\"shape\":[1,2],\"datatype\":\"BYTES\"}]}",
                "{\"inputs\":[{\"name\":\"x\",\"shape\":[1,2],\"datatype\":\"INT64\",\"parameters\":{\"binary_data_size\":16}}],"
                        + "\"outputs\":[{\"name\":\"y\",\"parameters\":{\"binary_data\":true}}]}0123456789abcdef",
                "{\"parameters\":{\"binary_data_output\":true},\"inputs\":[{\"name\":\"x\",\"shape\":[1,2],\"datatype\":\"BYTES\","
                        + "\"parameters\":{\"binary_data_size\":10}}]}\u0001\u0000\u0000\u0000a\u0001\u0000\u0000\u0000b");
    }

    @Property(tries = 20_000)
    void answersMutatedRequests(@ForAll("requests") String valid, @ForAll long seed) {
        Random random = new Random(seed);
        byte[] body = mutated(valid, random).getBytes(random.nextInt(8) == 0 ? StandardCharsets.ISO_8859_1
                : StandardCharsets.UTF_8);
        String[] names = {"fp32", "bytes", "int64", "bool", "int8"};
        Requests request = Requests.post("/v2/models/echo-" + names[random.nextInt(names.length)] + "/infer",
                body);
        int json = valid.lastIndexOf('}') + 1;
        if (json < valid.length() || random.nextInt(4) == 0) {
            request = request.header("Inference-Header-Content-Length",
                    Integer.toString(json + (random.nextInt(3) == 0 ? random.nextInt(20) - 10
                            : body.length - valid.length())));
        }
        requireSane(request);
    }

    private static String mutated(String valid, Random random) {
        StringBuilder text = new StringBuilder(valid);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), at + random.nextInt(6));
            switch (random.nextInt(4)) {
                case 0 -> text.insert(at, TOKENS[random.nextInt(TOKENS.length)]);
                case 1 -> text.replace(at, end, TOKENS[random.nextInt(TOKENS.length)]);
                case 2 -> text.delete(at, end);
                default -> text.insert(at, text.substring(at, end).repeat(random.nextInt(3)));
            }
        }
        return text.toString();
    }

    @Property(tries = 5_000)
    void answersAnyBytes(@ForAll byte[] body, @ForAll("targets") String target) {
        requireSane(Requests.post(target, body));
        requireSane(Requests.post(target, body).header("Inference-Header-Content-Length", "0"));
        requireSane(Requests.post(target, body).header("Content-Encoding", "deflate"));
    }

    @Provide
    Arbitrary<String> targets() {
        return Arbitraries.of("/v2/models/echo-fp32/infer", "/v2/models/echo-bytes/infer",
                "/v2/models/scalar/infer",
                "/v2/models/pair/infer", "/v2/models/affine/predict");
    }

    @Property(tries = 5_000)
    void answersAnyPath(@ForAll String path) {
        requireSane(Requests.get("/" + path));
        requireSane(Requests.get("/v2/" + path));
        requireSane(Requests.get("/v2/models/" + path));
    }

    @Example
    void allocatesNothingForDataThatAreNotThere() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Requests huge = Requests.post("/v2/models/echo-fp32/infer",
                "{\"inputs\":[{\"name\":\"x\",\"shape\":[20000,20000],"
                        + "\"datatype\":\"FP32\",\"data\":[1]}]}");
        Requests strings = Requests.binary("/v2/models/echo-bytes/infer",
                "{\"inputs\":[{\"name\":\"x\",\"shape\":[1,400000000],"
                        + "\"datatype\":\"BYTES\",\"parameters\":{\"binary_data_size\":4}}]}",
                new byte[]{-1, -1, -1, -1});
        long heap = threads.getCurrentThreadAllocatedBytes();
        long direct = directBytes();
        for (int i = 0; i < 100; i++) {
            requireSane(huge);
            requireSane(strings);
        }
        long used = threads.getCurrentThreadAllocatedBytes() - heap;
        assertTrue(used < 50_000_000, () -> used + " bytes for 200 requests");
        assertTrue(directBytes() - direct < 1_000_000, () -> directBytes() - direct + " direct bytes");
    }

    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct")).mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    private void requireSane(Requests request) {
        HttpResult result = endpoints.handle(request.trigger());
        assertTrue(
                result.status() == 200 || result.status() >= 400 && result.status() < 500
                        || result.status() == 501,
                () -> result.status() + " " + Requests.text(result));
        if (result.status() != 200) {
            assertFalse(Requests.error(result).isBlank());
        }
        assertEquals(0, models.leases());
    }
}
