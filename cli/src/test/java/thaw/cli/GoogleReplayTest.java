package thaw.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import thaw.conformance.RecordedEvents;
import thaw.json.JsonObject;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class GoogleReplayTest {

    @TempDir
    private Path folder;

    private CommandRun replay(byte[] event, String... options) throws IOException {
        Path file = Files.write(folder.resolve("event.json"), event);
        List<String> arguments = new ArrayList<>(
                List.of("replay", "--target", "gcp", file.toString(), "--models",
                        CommandRun.MODELS.toString()));
        arguments.addAll(List.of(options));
        return CommandRun.thaw(arguments.toArray(String[]::new));
    }

    private static JsonObject json(CommandRun run) {
        return JsonObject.parse(run.out().getBytes(UTF_8), "answer");
    }

    @ParameterizedTest
    @CsvSource({"pubsub/push", "pubsub/push-unwrapped", "pubsub/eventarc", "pubsub/eventarc-structured",
            "pubsub/push-compressed", "cloudevents/kafka", "cloudevents/structured", "cloudevents/batch"})
    void acknowledgesRecordsAndPrintsWhatWouldBeStored(String event) throws IOException {
        CommandRun run = replay(RecordedEvents.bytes("gcp/" + event), "--model", "sentiment");
        assertEquals(0, run.exitCode(), run.err());
        assertEquals(204, json(run).integer("status", 100, 599));
        assertTrue(run.err().contains("thaw: would store in firestore:results"), run.err());
    }

    @ParameterizedTest
    @CsvSource({"finalized", "finalized-structured", "notification-push", "notification-unwrapped"})
    void readsObjectsFromAFolder(String event) throws IOException {
        Path object = folder.resolve("objects/uploads/red flower/é, 100%25 #1?.png");
        Files.createDirectories(object.getParent());
        Files.copy(CommandRun.SAMPLES.resolve("data/digits/digit-7-1635.png"), object);
        CommandRun run = replay(RecordedEvents.bytes("gcp/storage/" + event), "--model", "digits",
                "--trigger",
                "blob", "--objects", folder.resolve("objects").toString());
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.err().contains("\"label\":\"7\""), run.err());
    }

    @Test
    void tellsTheTriggerOfAnUploadByItsEvent() throws IOException {
        CommandRun run = replay(RecordedEvents.bytes("gcp/storage/deleted"), "--model", "digits");
        assertEquals(0, run.exitCode(), run.err());
        assertEquals("", run.err(), "a deletion stores nothing");
    }

    @Test
    void answersARequest() throws IOException {
        CommandRun run = replay("""
                {"path": "/v2/models/sentiment/predict", "headers": {"Content-Type": "text/plain"},
                 "body": "what a lovely day"}""".getBytes(UTF_8), "--model", "sentiment");
        assertEquals(0, run.exitCode(), run.err());
        assertEquals("positive", json(run).required("body").string("label"));
    }

    @Test
    void takesAnEnvelopeAsAConsoleShowsItAndEndsWithOneIfItComesAgain() throws IOException {
        byte[] envelope = "{\"message\":{\"data\":\"aGVsbG8=\",\"messageId\":\"1\"}}".getBytes(UTF_8);
        assertEquals(0, replay(envelope, "--model", "sentiment").exitCode());
        CommandRun broken = replay("{\"message\":{}}".getBytes(UTF_8), "--model", "sentiment", "--trigger",
                "stream");
        assertEquals(1, broken.exitCode(), broken.err());
        assertEquals(400, json(broken).integer("status", 100, 599));
    }
}
