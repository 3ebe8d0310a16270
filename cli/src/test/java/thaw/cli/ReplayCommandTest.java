package thaw.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import thaw.conformance.RecordedEvents;
import thaw.json.Json;
import thaw.json.JsonObject;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ReplayCommandTest {

    private static final String MODELS = CommandRun.MODELS.toString();

    @TempDir
    private Path folder;

    private Path recorded(String name) throws IOException {
        return Files.write(folder.resolve("event.json"), RecordedEvents.bytes("aws/" + name));
    }

    private CommandRun replay(String name, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("replay", "--target", "aws", recorded(name).toString()));
        arguments.addAll(List.of(options));
        return CommandRun.thaw(arguments.toArray(String[]::new));
    }

    private static JsonObject json(CommandRun run) {
        return JsonObject.of(Json.parse(run.out().getBytes(UTF_8), "answer"), "answer");
    }

    @ParameterizedTest
    @CsvSource({"sqs/messages", "sqs/fifo", "kinesis/aggregated", "sns/message", "eventbridge/custom"})
    void acknowledgesRecordsAndPrintsWhatWouldBeStored(String event) throws IOException {
        CommandRun run = replay(event, "--models", MODELS, "--model", "sentiment");
        assertEquals(0, run.exitCode(), run.err());
        assertEquals(List.of(), json(run).objects("batchItemFailures"));
        assertTrue(run.err().contains("thaw: would store in dynamodb:"), run.err());
    }

    @Test
    void answersARequestAsTheGatewayGetsIt() throws IOException {
        CommandRun run = replay("rest-api/text", "--models", MODELS, "--model", "sentiment");
        assertEquals(0, run.exitCode(), run.err());
        assertEquals(200, json(run).integer("statusCode", 100, 599));
        assertTrue(json(run).string("body").contains("positive"), run.out());
        assertEquals("", run.err());
    }

    @Test
    void endsWithOneWhenARequestIsRefused() throws IOException {
        CommandRun run = replay("rest-api/broken-base64", "--models", MODELS, "--model",
                "sentiment");
        assertEquals(1, run.exitCode(), run.err());
        assertTrue(json(run).integer("statusCode", 100, 599) >= 400, run.out());
    }

    @Test
    void readsObjectsFromAFolderByTheirDecodedKeys() throws IOException {
        Path object = folder.resolve("objects/uploads/red flower/é.txt");
        Files.createDirectories(object.getParent());
        Files.copy(CommandRun.SAMPLES.resolve("data/digits/digit-7-1635.png"), object);
        CommandRun run = replay("s3/encoded-key", "--models", CommandRun.MODELS.resolve("digits").toString(),
                "--objects", folder.resolve("objects").toString());
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.err().contains("\"label\":\"7\""), run.err());
        Files.delete(object);
        CommandRun gone = replay("s3/encoded-key", "--models",
                CommandRun.MODELS.resolve("digits").toString(), "--objects",
                folder.resolve("objects").toString());
        assertEquals(0, gone.exitCode(), "set aside, as in the cloud");
        assertTrue(gone.err().contains("dynamodb:set-aside"), gone.err());
    }

    @Test
    void readsNoFileOutsideOfTheObjectsFolder() throws IOException {
        Files.writeString(folder.resolve("secret.txt"), "secret");
        Path objects = Files.createDirectories(folder.resolve("objects/uploads"));
        Map<String, Object> event = RecordedEvents.tree("aws/s3/encoded-key");
        String text = Json.text(event).replace("red+flower/%C3%A9.txt", "../../secret.txt");
        Path file = Files.writeString(folder.resolve("escaping.json"), text);
        CommandRun run = CommandRun.thaw("replay", "--target", "aws", file.toString(), "--models", MODELS,
                "--model", "sentiment", "--objects", objects.getParent().toString());
        assertFalse(run.err().contains("\"label\""), run.err());
        assertTrue(run.err().contains("set-aside"), run.err());
    }

    @Test
    void takesSettingsFromAFileAndAnEventFromStandardInput() throws IOException {
        Path settings = Files.writeString(folder.resolve("function.env"), """
                # as deployed
                THAW_FUNCTION=mood
                THAW_MODEL=sentiment
                THAW_SINKS=alerts
                THAW_SINK_ALERTS=sns:arn:aws:sns:eu-west-1:123456789012:a?label=positive&threshold=0.5
                """);
        CommandRun run = CommandRun.thawWithInput(
                new String(RecordedEvents.bytes("aws/sqs/messages"), UTF_8), "replay", "--target", "AWS",
                "-", "--models", MODELS, "--env-file", settings.toString());
        assertEquals(0, run.exitCode(), run.err());
        List<String> stored = run.err().lines().filter(line -> line.contains("would store in")).toList();
        assertEquals(1, stored.size(), "the lovely day, not the terrible one: " + run.err());
        assertTrue(stored.get(0).contains("sns:arn:aws:sns:eu-west-1:123456789012:a: {"), stored.get(0));
        assertTrue(stored.get(0).contains("\"function\":\"mood\""), stored.get(0));
    }

    @Test
    void runsTheFunctionsOwnCode() throws IOException {
        String jar = FunctionJarFile.write(folder.resolve("f.jar"), FunctionJarFile.Shouting.class)
                .toString();
        CommandRun run = replay("rest-api/text", "--models", MODELS, "--function", jar);
        assertEquals(0, run.exitCode(), run.err());
        CommandRun other = replay("sqs/messages", "--models", MODELS, "--function", jar);
        assertEquals(1, other.exitCode(), other.err());
        assertTrue(json(other).string("errorMessage").contains("expected a request"), other.out());
    }

    @Test
    void answersInAProcessOfItsOwn() throws Exception {
        try (ThawProcess process = ThawProcess.start(folder, "replay", "--target", "aws",
                recorded("kinesis/records").toString(), "--models", MODELS, "--model", "sentiment")) {
            assertEquals("{\"batchItemFailures\":[]}", process.line());
            assertEquals("", process.rest());
            assertEquals(0, process.exitCode());
            assertTrue(process.err().contains("would store in dynamodb:results"), process.err());
        }
    }
}
