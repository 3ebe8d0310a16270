package thaw.aws;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thaw.conformance.RecordedEvents;
import thaw.conformance.SampleData;
import thaw.json.JsonObject;
import thaw.testing.ChildProcess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What Lambda sees of the function beyond its answers to events. */
class QuarkusStartIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void takesItsSettingsFromTheConfigurationOfQuarkus() throws Exception {
        try (RuntimeApi api = new RuntimeApi();
                ChildProcess process = QuarkusLambda.start(api.address(),
                        Map.of("QUARKUS_THAW_MODEL", "digits",
                                "QUARKUS_THAW_FOLDER", SampleData.models().toString()))) {
            RuntimeApi.Outcome outcome = api.invoke(RecordedEvents.bytes("aws/http-api/picture"), PATIENCE);
            assertEquals("response", outcome.kind(), process::printed);
            JsonObject answer = JsonObject.parse(outcome.body(), "answer");
            assertEquals("7", JsonObject.parse(AwsDriver.body(answer), "body").string("label"));
        }
    }

    @Test
    void findsTheModelThatTheBuildLaidIntoTheZip() throws Exception {
        try (RuntimeApi api = new RuntimeApi();
                ChildProcess process = QuarkusLambda.start(api.address(), Map.of("THAW_MODEL", "digits"))) {
            RuntimeApi.Outcome outcome = api.invoke(RecordedEvents.bytes("aws/http-api/picture"), PATIENCE);
            assertEquals("response", outcome.kind(), process::printed);
        }
    }

    @Test
    void namesTheModelThatFailsToLoadInTheInitError() throws Exception {
        Path broken = Files.createDirectories(folder.resolve("broken/1")).resolve("model.onnx");
        Files.writeString(broken, "this is no graph");
        try (RuntimeApi api = new RuntimeApi();
                ChildProcess process = QuarkusLambda.start(api.address(),
                        Map.of("THAW_MODEL", "broken", "THAW_MODELS", folder.toString()))) {
            RuntimeApi.Outcome outcome = api.initError(PATIENCE)
                    .orElseThrow(() -> new AssertionError(process.printed()));
            String error = new String(outcome.body(), StandardCharsets.UTF_8);
            assertTrue(
                    JsonObject.parse(outcome.body(), "error").string("errorMessage").contains("model.onnx"),
                    error);
        }
    }
}
