package thaw.aws;

import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import thaw.conformance.RecordedEvents;
import thaw.conformance.SampleData;
import thaw.json.Json;
import thaw.json.JsonObject;
import thaw.packaging.PackageReport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What Lambda sees of the executable beyond its answers: its start, its failures, its zip. */
class NativeLambdaIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void answersFromItsOwnPackageAndTellsItsPhases() throws Exception {
        String models = NativeFunction.packaged().folder().resolve("task/models").toString();
        try (RuntimeApi api = new RuntimeApi();
                RuntimeInstance instance = NativeFunction.start(folder, api, "HttpHandler",
                        Map.of("THAW_MODEL", "digits", "THAW_MODELS", models))) {
            for (int i = 0; i < 20; i++) {
                RuntimeApi.Outcome outcome = api.invoke(RecordedEvents.bytes("aws/http-api/picture"),
                        PATIENCE);
                assertEquals("response", outcome.kind(), instance::output);
                JsonObject answer = JsonObject.parse(outcome.body(), "answer");
                assertEquals("7", JsonObject.parse(AwsDriver.body(answer), "body").string("label"));
            }
            JsonObject start = instance.lines().stream()
                    .filter(line -> line.string("message", "").equals("cold start")).findFirst()
                    .orElseThrow(() -> new AssertionError(instance.output()));
            int processors = Runtime.getRuntime().availableProcessors();
            assertTrue(start.required("model_ms").keys()
                    .contains(processors > 1 && processors <= 8 ? "early_session" : "session"),
                    instance::output);
            assertFalse(instance.output().contains("optimised model is not used"), instance::output);
        }
    }

    @Test
    void namesTheModelThatFailsToLoadInTheInitError() throws Exception {
        Path broken = Files.createDirectories(folder.resolve("models/broken/1"));
        Files.writeString(broken.resolve("model.onnx"), "this is no graph");
        try (RuntimeApi api = new RuntimeApi();
                RuntimeInstance instance = NativeFunction.start(folder, api, "HttpHandler",
                        Map.of("THAW_MODEL", "broken", "THAW_MODELS", folder.resolve("models").toString()))) {
            RuntimeApi.Outcome outcome = api.initError(PATIENCE)
                    .orElseThrow(() -> new AssertionError(instance.output()));
            JsonObject error = JsonObject.parse(outcome.body(), "error");
            assertEquals("thaw.InferenceException", error.string("errorType"));
            assertTrue(error.string("errorMessage").contains("model.onnx"), error.string("errorMessage"));
            assertTrue(instance.ends(), "the process ends");
        }
    }

    @Test
    void answersInvocationsSideBySide() throws Exception {
        List<SampleEvents.Patient> patients = SampleEvents.patients();
        try (RuntimeApi api = new RuntimeApi();
                RuntimeInstance instance = NativeFunction.start(folder, api, "HttpHandler",
                        Map.of("THAW_MODEL", "risk", "AWS_LAMBDA_MAX_CONCURRENCY", "4"))) {
            for (int i = 0; i < 200; i++) {
                api.give("call-" + i, patients.get(i % patients.size()).request("order-" + i), PATIENCE);
            }
            for (int i = 0; i < 200; i++) {
                RuntimeApi.Outcome outcome = api.outcome("call-" + i, PATIENCE).orElseThrow();
                assertEquals("response", outcome.kind(), instance::output);
                JsonObject body = JsonObject
                        .parse(AwsDriver.body(JsonObject.parse(outcome.body(), "answer")), "body");
                assertEquals(patients.get(i % patients.size()).label(), body.string("label"));
                assertEquals("order-" + i, body.string("id"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"kinesis:results", "sqs:https://sqs.eu-west-1.amazonaws.com/1/results",
            "sns:arn:aws:sns:eu-west-1:123456789012:results", "eventbridge:results", "s3://results/of"})
    void storesInEveryServiceThatItsPackageNames(String sink) throws Exception {
        try (RuntimeApi api = new RuntimeApi();
                FakeAws aws = new FakeAws();
                RuntimeInstance instance = NativeFunction.start(folder, api, "StreamHandler", settings(aws,
                        sink))) {
            RuntimeApi.Outcome outcome = api.invoke(RecordedEvents.bytes("aws/sns/message"), PATIENCE);
            assertEquals("response", outcome.kind(), instance::output);
            int stored = aws.kinesis.size() + aws.messages.size() + aws.published.size() + aws.events.size()
                    + aws.objects.size();
            assertEquals(1, stored, () -> aws.requests + instance.output());
        }
    }

    private static Map<String, String> settings(FakeAws aws, String sink) {
        Map<String, String> settings = new HashMap<>(
                Map.of("THAW_MODEL", "sentiment", "THAW_SINKS", "results",
                        "THAW_SINK_RESULTS", sink, "THAW_DEAD_LETTER", "dynamodb:poison"));
        settings.put("AWS_ENDPOINT_URL", aws.uri().toString());
        settings.put("CBOR_ENABLED", "false");
        return settings;
    }

    @Test
    void readsPicturesOfEveryKind() throws Exception {
        Path pictures = SampleData.folder().resolve("fixtures/jpegs");
        try (RuntimeApi api = new RuntimeApi();
                RuntimeInstance instance = NativeFunction.start(folder, api, "HttpHandler",
                        Map.of("THAW_MODEL", "digits"));
                Stream<Path> files = Files.list(pictures)) {
            for (Path picture : files.filter(file -> file.toString().endsWith(".jpg")).toList()) {
                Map<String, Object> event = RecordedEvents.tree("aws/http-api/picture");
                event.put("body", Base64.getEncoder().encodeToString(Files.readAllBytes(picture)));
                RuntimeApi.Outcome outcome = api.invoke(Json.bytes(event), PATIENCE);
                assertEquals(200, JsonObject.parse(outcome.body(), "answer").integer("statusCode", 100, 599),
                        () -> picture + instance.output());
            }
        }
    }

    @Test
    void fitsIntoAnUploadAndMayBeRun() throws Exception {
        PackageReport report = NativeFunction.packaged();
        assertTrue(report.bytes() < 50 << 20, report.bytes() + " bytes");
        assertTrue(report.files().containsKey("native/libonnxruntime4j_jni.so"));
        try (FileSystem zip = FileSystems.newFileSystem(report.artefact(),
                Map.of("enablePosixFileAttributes", true))) {
            assertEquals("rwxr-xr-x",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(zip.getPath("bootstrap"))));
            assertEquals("rw-r--r--", PosixFilePermissions
                    .toString(Files.getPosixFilePermissions(zip.getPath("models/digits/aliases.json"))));
        }
    }
}
