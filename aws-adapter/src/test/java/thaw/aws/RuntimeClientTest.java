package thaw.aws;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thaw.conformance.RecordedEvents;
import thaw.json.Json;
import thaw.json.JsonObject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** AWS's own runtime client, in a process of its own, between our handlers and a Runtime API. */
class RuntimeClientTest {

    @TempDir
    Path folder;

    RuntimeInstance instance(RuntimeApi api, String handler, Map<String, String> settings)
            throws IOException {
        return RuntimeInstance.start(folder, api, handler, settings);
    }

    @Test
    void answersOneInvocationAfterTheOther() throws Exception {
        try (RuntimeApi api = new RuntimeApi();
                RuntimeInstance instance = instance(api, "HttpHandler", Map.of("THAW_MODEL", "digits"))) {
            for (int i = 0; i < 20; i++) {
                RuntimeApi.Outcome outcome = api.invoke(RecordedEvents.bytes("aws/http-api/picture"),
                        Duration.ofSeconds(30));
                assertEquals("response", outcome.kind(), instance::output);
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
                    && line.string("x-amzn-trace-id", "").startsWith("Root=")), instance::output);
        }
    }

    @Test
    void reportsABrokenModelAsAnInitError() throws Exception {
        Path broken = folder.resolve("models/broken/1");
        Files.createDirectories(broken);
        Files.writeString(broken.resolve("model.onnx"), "this is no graph");
        try (RuntimeApi api = new RuntimeApi();
                RuntimeInstance instance = instance(api, "HttpHandler",
                        Map.of("THAW_MODEL", "broken", "THAW_MODELS", folder.resolve("models").toString()))) {
            RuntimeApi.Outcome outcome = api.initError(Duration.ofSeconds(60))
                    .orElseThrow(() -> new AssertionError(instance.output()));
            assertEquals("init/error", outcome.kind(), instance::output);
            String document = new String(outcome.body(), StandardCharsets.UTF_8);
            assertTrue(document.contains("model.onnx"), document);
            assertTrue(instance.ends(), () -> "the process goes on: " + instance.output());
        }
    }

    @Test
    void reportsAnEventOfAnotherTriggerAsAnErrorAndGoesOn() throws Exception {
        try (RuntimeApi api = new RuntimeApi();
                RuntimeInstance instance = instance(api, "HttpHandler", Map.of("THAW_MODEL", "digits"))) {
            RuntimeApi.Outcome outcome = api.invoke(RecordedEvents.bytes("aws/kinesis/records"),
                    Duration.ofSeconds(30));
            assertEquals("error", outcome.kind(), instance::output);
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
                RuntimeInstance instance = instance(api, "StreamHandler", stream(aws))) {
            RuntimeApi.Outcome outcome = api.invoke(RecordedEvents.bytes("aws/kinesis/records"),
                    Duration.ofMillis(60));
            assertEquals("response", outcome.kind(), instance::output);
            List<JsonObject> failures = JsonObject.parse(outcome.body(), "answer")
                    .objects("batchItemFailures");
            assertEquals(2, failures.size(), "no time for either");
            assertEquals(0, aws.rows.size());
        }
    }

    @Test
    void answers504WhenARequestHasNoTimeLeft() throws Exception {
        try (RuntimeApi api = new RuntimeApi();
                RuntimeInstance instance = instance(api, "HttpHandler", Map.of("THAW_MODEL", "digits"))) {
            RuntimeApi.Outcome outcome = api.invoke(RecordedEvents.bytes("aws/http-api/picture"),
                    Duration.ZERO);
            assertEquals("response", outcome.kind(), instance::output);
            JsonObject answer = JsonObject.parse(outcome.body(), "answer");
            assertEquals(504, answer.integer("statusCode", 100, 599), instance::output);
            assertEquals("response", api.invoke(RecordedEvents.bytes("aws/http-api/picture"),
                    Duration.ofSeconds(30)).kind());
        }
    }

    @Test
    void acknowledgesNothingWhenItIsEndedInTheMiddleOfItsTime() throws Exception {
        byte[] event = RecordedEvents.bytes("aws/kinesis/records");
        CountDownLatch stuck = new CountDownLatch(1);
        try (RuntimeApi api = new RuntimeApi(); FakeAws aws = new FakeAws()) {
            aws.faults = operation -> operation.equals("PutItem") ? stuck(stuck) : Optional.empty();
            try (RuntimeInstance instance = instance(api, "StreamHandler", stream(aws))) {
                api.give("first", event, Duration.ofSeconds(60));
                assertTrue(stuck.await(60, TimeUnit.SECONDS), instance::output);
                instance.kill();
            }
            assertEquals(Optional.empty(), api.outcome("first", Duration.ofMillis(200)));
            aws.faults = operation -> Optional.empty();
            try (RuntimeInstance instance = instance(api, "StreamHandler", stream(aws))) {
                RuntimeApi.Outcome outcome = api.invoke(event, Duration.ofSeconds(30));
                assertEquals(Map.of("batchItemFailures", List.of()), Json.parse(outcome.body(), "answer"),
                        instance::output);
            }
            assertEquals(2, aws.rows("results").size(), "each once, after Lambda delivered them again");
        }
    }

    @Test
    void isEndedAndStartedAnewByThePlatformWhenItOverrunsItsTimeAndItsEventComesAgain() throws Exception {
        AtomicInteger starts = new AtomicInteger();
        CountDownLatch reached = new CountDownLatch(1);
        try (RuntimeApi api = new RuntimeApi();
                FakeAws aws = new FakeAws();
                LambdaPlatform platform = new LambdaPlatform(api, Duration.ofSeconds(5), () -> {
                    // The table never answers the first time, and so the instance's own watch on it is of no help.
                    aws.faults = operation -> operation.equals("PutItem") && reached.getCount() > 0
                            ? stuck(reached)
                            : Optional.empty();
                    starts.incrementAndGet();
                    return instance(api, "StreamHandler", stream(aws));
                })) {
            List<RuntimeApi.Outcome> outcomes = platform
                    .deliver(RecordedEvents.bytes("aws/kinesis/records"));
            // On a loaded machine an instance may say in time that it has too little of it.
            List<String> ended = outcomes.stream().filter(outcome -> outcome.kind().equals("timeout"))
                    .map(outcome -> new String(outcome.body(), StandardCharsets.UTF_8)).toList();
            assertEquals("Task timed out after 5.00 seconds", ended.get(0));
            assertEquals(0, reached.getCount(), "it was in the middle of storing");
            assertEquals(Map.of("batchItemFailures", List.of()),
                    Json.parse(outcomes.get(outcomes.size() - 1).body(), "answer"));
            assertEquals(ended.size() + 1, starts.get(), "each that took too long has cost an instance");
            assertEquals(2, aws.rows("results").size(), "each record once");
        }
    }

    /** A table that does not answer for as long as the test lasts. */
    private static Optional<FakeAws.Fault> stuck(CountDownLatch reached) {
        reached.countDown();
        try {
            Thread.sleep(Duration.ofMinutes(1).toMillis());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        return Optional.of(new FakeAws.Fault(500, "InternalServerError"));
    }

    @Test
    void handlesInvocationsSideBySideWithoutMixingTheirAnswers() throws Exception {
        List<SampleEvents.Patient> patients = SampleEvents.patients();
        try (RuntimeApi api = new RuntimeApi();
                RuntimeInstance instance = instance(api, "HttpHandler",
                        Map.of("THAW_MODEL", "risk", "AWS_LAMBDA_MAX_CONCURRENCY", "8"))) {
            for (int i = 0; i < 400; i++) {
                api.give("call-" + i, patients.get(i % patients.size()).request("order-" + i),
                        Duration.ofSeconds(60));
            }
            for (int i = 0; i < 400; i++) {
                RuntimeApi.Outcome outcome = api.outcome("call-" + i, Duration.ofSeconds(60)).orElseThrow();
                assertEquals("response", outcome.kind(), instance::output);
                JsonObject body = JsonObject
                        .parse(AwsDriver.body(JsonObject.parse(outcome.body(), "answer")), "body");
                assertEquals(patients.get(i % patients.size()).label(), body.string("label"));
                assertEquals("order-" + i, body.string("id"));
            }
            assertTrue(api.mostSideBySide() > 1, "one after the other");
        }
    }

    @Test
    void loadsNothingOfTheSdkWithoutASinkOrModelInAws() throws Exception {
        try (RuntimeApi api = new RuntimeApi();
                RuntimeInstance instance = RuntimeInstance.start(folder, api, "HttpHandler",
                        Map.of("THAW_MODEL", "risk"),
                        "-Xlog:class+load:file=" + folder.resolve("classes.txt"))) {
            byte[] request = SampleEvents.patients().get(0).request("r");
            assertEquals("response", api.invoke(request, Duration.ofSeconds(30)).kind(), instance::output);
        }
        try (Stream<String> classes = Files.lines(folder.resolve("classes.txt"))) {
            // The runtime client has a small part of it inside.
            assertEquals(List.of(), classes.filter(line -> line.contains("software.amazon.awssdk")
                    && !line.contains("utilslite")).toList());
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
                RuntimeInstance instance = instance(api, "StreamHandler", stream(aws))) {
            RuntimeApi.Outcome outcome = api.invoke(RecordedEvents.bytes("aws/kinesis/aggregated"),
                    Duration.ofSeconds(30));
            assertEquals("response", outcome.kind(), instance::output);
            assertEquals(Map.of("batchItemFailures", List.of()), Json.parse(outcome.body(), "answer"));
            assertEquals(4, aws.rows("results").size(), "three of the aggregate and one of its own");
        }
    }

    @Test
    void answers413InPlaceOfWhatLambdaWouldRefuse() throws Exception {
        int rows = 80_000;
        byte[] event = Json.bytes(tensorRequest(rows));
        try (RuntimeApi api = new RuntimeApi();
                RuntimeInstance instance = instance(api, "HttpHandler", Map.of("THAW_MODEL", "digits"))) {
            RuntimeApi.Outcome outcome = api.invoke(event, Duration.ofSeconds(60));
            assertEquals("response", outcome.kind(), instance::output);
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
