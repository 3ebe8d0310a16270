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

class AzureReplayTest {

    @TempDir
    private Path folder;

    private CommandRun replay(String name, String... options) throws IOException {
        Path event = Files.write(folder.resolve("event.json"), RecordedEvents.bytes("azure/" + name));
        List<String> arguments = new ArrayList<>(List.of("replay", "--target", "azure", event.toString(),
                "--models", CommandRun.MODELS.toString()));
        arguments.addAll(List.of(options));
        return CommandRun.thaw(arguments.toArray(String[]::new));
    }

    private static JsonObject json(CommandRun run) {
        return JsonObject.parse(run.out().getBytes(UTF_8), "answer");
    }

    @ParameterizedTest
    @CsvSource({"eventhub/batch", "servicebus/session", "kafka/batch"})
    void acknowledgesRecordsAndPrintsWhatWouldBeStored(String event) throws IOException {
        CommandRun run = replay(event, "--model", "sentiment");
        assertEquals(0, run.exitCode(), run.err());
        assertEquals("Success", json(run).required("result").string("status"));
        assertTrue(run.err().contains("thaw: would store in aztable:"), run.err());
    }

    @Test
    void takesAQueuesMessageAsTheTriggerSays() throws IOException {
        CommandRun run = replay("queue/message", "--model", "sentiment", "--trigger", "stream");
        assertEquals(0, run.exitCode(), run.err());
    }

    @Test
    void answersARequestAsTheHostGetsIt() throws IOException {
        CommandRun run = replay("http/below-a-prefix", "--model", "risk");
        assertEquals(0, run.exitCode(), run.err());
        assertEquals("200", json(run).required("returnValue").required("http").string("statusCode"));
        assertEquals(1, replay("http/picture-as-text", "--model", "digits").exitCode());
    }

    @Test
    void readsBlobsFromAFolder() throws IOException {
        Path blob = folder.resolve("objects/uploads/red flower/é.png");
        Files.createDirectories(blob.getParent());
        Files.copy(CommandRun.SAMPLES.resolve("data/digits/digit-7-1635.png"), blob);
        CommandRun run = replay("blob/event-grid", "--model", "digits", "--objects",
                folder.resolve("objects").toString());
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.err().contains("\"label\":\"7\""), run.err());
    }
}
