package thaw.local;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thaw.InferenceException;
import thaw.Limits;
import thaw.TriggerEvent.StreamTrigger;
import thaw.TriggerItem;
import thaw.TriggerResult;
import thaw.TriggerResult.BatchResult;
import thaw.TriggerResult.ItemFailure;
import thaw.local.StreamSettings.Origin;
import thaw.telemetry.StructuredLog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StreamSourceTest {

    private final List<String> stored = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> known = new HashSet<>();
    private final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());
    private volatile String refused = "";

    @TempDir
    Path root;

    private ResultDatabase database;
    private StreamSource source;

    @BeforeEach
    void open() {
        database = ResultDatabase.open(root.resolve("thaw.db"), ResultDatabase.Durability.POWER_CUT);
    }

    @AfterEach
    void close() {
        stop();
        database.close();
    }

    private void stop() {
        if (source != null) {
            source.close();
            source = null;
        }
    }

    private StreamSource read(Origin origin) {
        Limits limits = Limits.ofDefaults().toBuilder().batchRows(8).build();
        source = new StreamSource(StreamSettings.of("s", origin).lineBytes(1000), limits, this::run,
                new StreamCheckpoints(database), StructuredLog.none());
        source.start();
        return source;
    }

    /** Stores in order, each event once, up to the refused one. */
    private TriggerResult run(StreamTrigger event) {
        batches.add(event.items().size());
        List<ItemFailure> failures = new ArrayList<>();
        for (TriggerItem item : event.items()) {
            String text = text(item);
            if (!failures.isEmpty() || text.equals(refused)) {
                failures.add(
                        new ItemFailure(item.itemId(), InferenceException.unavailable("x", "not now", null)));
            } else if (known.add(item.eventId())) {
                stored.add(text);
            }
        }
        return failures.isEmpty() ? new TriggerResult.Acknowledged() : new BatchResult(failures);
    }

    private static String text(TriggerItem item) {
        try {
            return new String(item.payload().bytes(10_000), StandardCharsets.ISO_8859_1);
        } catch (InferenceException refusal) {
            return refusal.kind().name();
        }
    }

    private void end() throws InterruptedException {
        assertTrue(source.awaitEnd(Duration.ofSeconds(30)), "stored so far: " + stored);
        stop();
    }

    private static Origin input(String text) {
        return new Origin.Input(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void cutsLinesAndSetsTooLongOnesAside() throws Exception {
        read(input("a\r\n\n  \nb\n" + "x".repeat(1_000) + "\n" + "y".repeat(200_000) + "\nlast"));
        end();
        assertEquals(List.of("a", "b", "x".repeat(1_000), "TOO_LARGE", "last"), stored);
    }

    @Test
    void readsAFileOnFromItsCheckpoint() throws Exception {
        Path file = root.resolve("f");
        Files.writeString(file, "a\nb\n");
        read(new Origin.File(file, false));
        end();
        Files.writeString(file, "c\nd", StandardOpenOption.APPEND);
        known.clear();
        read(new Origin.File(file, false));
        end();
        assertEquals(List.of("a", "b", "c", "d"), stored);
    }

    @Test
    void readsAnotherFileOfTheSameNameFromItsBeginning() throws Exception {
        Path file = root.resolve("f");
        Files.writeString(file, "a\nb\n");
        read(new Origin.File(file, false));
        end();
        Files.writeString(file, "a\nx\nlonger than before\n");
        read(new Origin.File(file, false));
        end();
        assertEquals(List.of("a", "b", "a", "x", "longer than before"), stored);
    }

    @Test
    void followsAFileThroughRotationAndTruncation() throws Exception {
        Path file = root.resolve("f");
        Files.writeString(file, "a\nhal");
        read(new Origin.File(file, true));
        Await.until("a", () -> stored.contains("a"));
        Files.writeString(file, "f\n", StandardOpenOption.APPEND);
        Await.until("half", () -> stored.contains("half"));
        Files.move(file, root.resolve("f.1"));
        Files.writeString(root.resolve("f.1"), "late\n", StandardOpenOption.APPEND);
        Files.writeString(file, "a\nnext\n");
        Await.until("next", () -> stored.contains("next"));
        Files.writeString(file, "z\n", StandardOpenOption.TRUNCATE_EXISTING);
        Await.until("z", () -> stored.contains("z"));
        assertEquals(List.of("a", "half", "late", "a", "next", "z"), stored);
    }

    @Test
    void recognisesTheReplayOfAnInputThatWasCutOff() throws Exception {
        try (PipedOutputStream writer = new PipedOutputStream();
                PipedInputStream reader = new PipedInputStream(writer)) {
            writer.write("a\na\nb\n".getBytes(StandardCharsets.UTF_8));
            writer.flush();
            read(new Origin.Input(reader));
            Await.until("three", () -> stored.size() == 3);
            stop();
        }
        read(input("a\na\nb\nc\n"));
        end();
        assertEquals(List.of("a", "a", "b", "c"), stored);
    }

    @Test
    void takesAnInputAfterOneThatEndedAsNew() throws Exception {
        read(input("a\n"));
        end();
        read(input("a\n"));
        end();
        assertEquals(List.of("a", "a"), stored);
    }

    @Test
    void opensANamedPipeAgain() throws Exception {
        Path pipe = root.resolve("p");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        read(new Origin.Pipe(pipe));
        Files.writeString(pipe, "a\nb\n", StandardOpenOption.WRITE);
        Await.until("b", () -> stored.contains("b"));
        Files.writeString(pipe, "a\n", StandardOpenOption.WRITE);
        Await.until("a again", () -> stored.size() == 3);
        assertEquals(List.of("a", "b", "a"), stored);
    }

    @Test
    void triesAFailedLineAgainBeforeThoseBehindIt() throws Exception {
        refused = "c";
        read(input("a\nb\nc\nd\n"));
        Await.until("tried", () -> batches.size() > 2);
        assertEquals(List.of("a", "b"), stored);
        refused = "";
        end();
        assertEquals(List.of("a", "b", "c", "d"), stored);
    }

    @Test
    void runsASlowStreamAtOnceAndAFastOneInFullBatches() throws Exception {
        read(input("x\n".repeat(1000)));
        end();
        assertEquals(1000, batches.stream().mapToInt(Integer::intValue).sum());
        batches.clear();
        try (PipedOutputStream writer = new PipedOutputStream();
                PipedInputStream reader = new PipedInputStream(writer)) {
            read(new Origin.Input(reader));
            for (int i = 1; i <= 5; i++) {
                int expected = i;
                writer.write((i + "\n").getBytes(StandardCharsets.UTF_8));
                writer.flush();
                Await.until("line " + i, () -> batches.size() == expected);
            }
            assertEquals(List.of(1, 1, 1, 1, 1), batches);
            stop();
        }
    }

    @Test
    void makesAFastStreamWait() throws Exception {
        LineQueue queue = new LineQueue(3);
        CountDownLatch put = new CountDownLatch(4);
        Thread writer = new Thread(() -> fill(queue, put));
        writer.start();
        Await.until("the writer waits", () -> writer.getState() == Thread.State.WAITING);
        assertEquals(1, put.getCount());
        assertEquals(3, queue.take(10, Duration.ZERO).size());
        writer.join(10_000);
        assertEquals(0, put.getCount());
    }

    private static void fill(LineQueue queue, CountDownLatch put) {
        try {
            for (int i = 0; i < 4; i++) {
                queue.put(new Line(1, i, i + 1, new byte[1], true));
                put.countDown();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void waitsForAFileThatIsNotThereYet() throws IOException {
        Path file = root.resolve("later");
        read(new Origin.File(file, true));
        Files.writeString(file, "a\n");
        Await.until("a", () -> stored.equals(List.of("a")));
    }
}
