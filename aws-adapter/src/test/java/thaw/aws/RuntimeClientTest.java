package thaw.aws;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thaw.conformance.RecordedEvents;
import thaw.conformance.SampleData;
import thaw.json.Json;
import thaw.json.JsonObject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** AWS's own runtime client, in a process of its own, between our handlers and a Runtime API. */
class RuntimeClientTest {

    private static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

    @TempDir
    Path folder;

    /** The process with what Lambda would set; ended with the test. */
    private final class Instance implements AutoCloseable {
        private final Process process;
        private final Path output = folder.resolve("output.txt");

        Instance(RuntimeApi api, String handler, Map<String, String> settings) throws IOException {
            ProcessBuilder builder = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                    MAIN,
                    "thaw.aws." + handler + "::handleRequest").redirectErrorStream(true)
                    .redirectOutput(output.toFile()).directory(new File(folder.toString()));
            Map<String, String> environment = new HashMap<>(Map.of("AWS_LAMBDA_RUNTIME_API", api.address(),
                    "AWS_LAMBDA_FUNCTION_NAME", "test", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1769",
                    "AWS_REGION", "eu-west-1", "_HANDLER", "thaw.aws." + handler + "::handleRequest",
                    "LAMBDA_TASK_ROOT", folder.toString(), "AWS_ACCESS_KEY_ID", "test",
                    "AWS_SECRET_ACCESS_KEY",
                    "test", "THAW_MODELS", SampleData.models().toString()));
            environment.putAll(settings);
            builder.environment().putAll(environment);
            process = builder.start();
        }

        String output() throws IOException {
            return Files.readString(output);
        }

        List<JsonObject> lines() throws IOException {
            return output().lines().filter(line -> line.startsWith("{"))
                    .map(line -> JsonObject.parse(line.getBytes(StandardCharsets.UTF_8), "log"))
                    .toList();
        }

        boolean ends() throws InterruptedException {
            return process.waitFor(30, TimeUnit.SECONDS);
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    @Test
    void answersOneInvocationAfterTheOther() throws Exception {
        try (RuntimeApi api = new RuntimeApi();
                Instance instance = new Instance(api, "HttpHandler", Map.of("THAW_MODEL", "digits"))) {
            for (int i = 0; i < 20; i++) {
                RuntimeApi.Outcome outcome = api.invoke(RecordedEvents.bytes("aws/http-api/picture"),
                        Duration.ofSeconds(30));
                assertEquals("response", outcome.kind(), () -> unchecked(instance));
                JsonObject answer = JsonObject.parse(outcome.body(), "answer");
                assertEquals(200, answer.integer("statusCode", 100, 599));
                assertEquals("7", JsonObject.parse(AwsDriver.body(answer), "body").string("label"));
            }
            JsonObject start = instance.lines().stream()
                    .filter(line -> line.string("message", "").equals("cold start")).findFirst()
                    .orElseThrow();
            assertTrue(start.required("model_ms").keys().contains("session"), start.keys().toString());
            assertTrue(instance.lines().stream().anyMatch(line -> line.has("_aws") && line.has("Latency")));
            assertTrue(instance.lines().stream().anyMatch(line -> line.has("aws_request_id")
                    && line.string("x-amzn-trace-id", "").startsWith("Root=")), () -> unchecked(instance));
        }
    }

    private static String unchecked(Instance instance) {
        try {
            return instance.output();
        } catch (IOException failure) {
            return failure.toString();
        }
    }

    @Test
    void reportsABrokenModelAsAnInitError() throws Exception {
        Path broken = folder.resolve("models/broken/1");
        Files.createDirectories(broken);
        Files.writeString(broken.resolve("model.onnx"), "this is no graph");
        try (RuntimeApi api = new RuntimeApi();
                Instance instance = new Instance(api, "HttpHandler",
                        Map.of("THAW_MODEL", "broken", "THAW_MODELS", folder.resolve("models").toString()))) {
            RuntimeApi.Outcome outcome = api.next(Duration.ofSeconds(60));
            assertEquals("init/error", outcome.kind(), () -> unchecked(instance));
            String document = new String(outcome.body(), StandardCharsets.UTF_8);
            assertTrue(document.contains("model.onnx"), document);
            assertTrue(instance.ends(), "the process ends");
        }
    }

    @Test
    void reportsAnEventOfAnotherTriggerAsAnErrorAndGoesOn() throws Exception {
        try (RuntimeApi api = new RuntimeApi();
                Instance instance = new Instance(api, "HttpHandler", Map.of("THAW_MODEL", "digits"))) {
            RuntimeApi.Outcome outcome = api.invoke(RecordedEvents.bytes("aws/kinesis/records"),
                    Duration.ofSeconds(30));
            assertEquals("error", outcome.kind(), () -> unchecked(instance));
            JsonObject error = JsonObject.parse(outcome.body(), "error");
            assertEquals("thaw.InferenceException", error.string("errorType"));
            assertTrue(error.string("errorMessage").contains("API Gateway"), error.string("errorMessage"));
            assertEquals("response", api.invoke(RecordedEvents.bytes("aws/http-api/picture"),
                    Duration.ofSeconds(30)).kind());
        }
    }

    @Test
    void reportsTheRestAsFailedNearTheEndOfItsTime() throws Exception {
        try (RuntimeApi api = new RuntimeApi();
                FakeAws aws = new FakeAws();
                Instance instance = new Instance(api, "StreamHandler", stream(aws))) {
            RuntimeApi.Outcome outcome = api.invoke(RecordedEvents.bytes("aws/kinesis/records"),
                    Duration.ofMillis(60));
            assertEquals("response", outcome.kind(), () -> unchecked(instance));
            List<JsonObject> failures = JsonObject.parse(outcome.body(), "answer")
                    .objects("batchItemFailures");
            assertEquals(2, failures.size(), "no time for either");
            assertEquals(0, aws.rows.size());
        }
    }

    private static Map<String, String> stream(FakeAws aws) {
        return Map.of("THAW_MODEL", "sentiment", "THAW_SINKS", "results", "THAW_SINK_RESULTS",
                "dynamodb:results",
                "THAW_DEAD_LETTER", "dynamodb:poison", "AWS_ENDPOINT_URL", aws.uri().toString());
    }

    @Test
    void storesRecordsBeforeItAnswers() throws Exception {
        try (RuntimeApi api = new RuntimeApi();
                FakeAws aws = new FakeAws();
                Instance instance = new Instance(api, "StreamHandler", stream(aws))) {
            RuntimeApi.Outcome outcome = api.invoke(RecordedEvents.bytes("aws/kinesis/aggregated"),
                    Duration.ofSeconds(30));
            assertEquals("response", outcome.kind(), () -> unchecked(instance));
            assertEquals(Map.of("batchItemFailures", List.of()), Json.parse(outcome.body(), "answer"));
            assertEquals(4, aws.rows("results").size(), "three of the aggregate and one of its own");
        }
    }

    @Test
    void answers413InPlaceOfWhatLambdaWouldRefuse() throws Exception {
        int rows = 80_000;
        byte[] event = Json.bytes(tensorRequest(rows));
        try (RuntimeApi api = new RuntimeApi();
                Instance instance = new Instance(api, "HttpHandler", Map.of("THAW_MODEL", "digits"))) {
            RuntimeApi.Outcome outcome = api.invoke(event, Duration.ofSeconds(60));
            assertEquals("response", outcome.kind(), () -> unchecked(instance));
            assertTrue(outcome.body().length < 6 << 20);
            JsonObject answer = JsonObject.parse(outcome.body(), "answer");
            assertEquals(413, answer.integer("statusCode", 100, 599),
                    () -> answer.string("body").substring(0, 200));
            assertTrue(answer.string("body").contains("6291456"), answer.string("body"));
        }
    }

    private static Map<String, Object> tensorRequest(int rows) {
        byte[] zeros = new byte[rows * 64 * Float.BYTES];
        byte[] header = ("{\"inputs\":[{\"name\":\"image\",\"datatype\":\"FP32\",\"shape\":[" + rows
                + ",1,8,8],\"parameters\":{\"binary_data_size\":" + zeros.length + "}}]}")
                .getBytes(StandardCharsets.UTF_8);
        byte[] body = Arrays.copyOf(header, header.length + zeros.length);
        Map<String, Object> event = RecordedEvents.tree("aws/http-api/picture");
        event.put("rawPath", "/v2/models/digits/infer");
        event.put("body", Base64.getEncoder().encodeToString(body));
        event.put("headers", Map.of("content-type", "application/octet-stream",
                "inference-header-content-length", Integer.toString(header.length)));
        return event;
    }
}
