package thaw.local;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Real processes, really killed; {@code -Dthaw.long=true} takes 10,000 files and 100,000 records. */
class CrashTest {

    private static final boolean LONG = Boolean.getBoolean("thaw.long");
    private static final int FILES = LONG ? 10_000 : 600;
    private static final int RECORDS = LONG ? 100_000 : 6_000;
    private static final int BAD_EVERY = 100;

    @TempDir
    Path root;

    private final List<Process> started = new ArrayList<>();
    private byte[] records;

    @BeforeEach
    void fill() throws IOException {
        Path inbox = Files.createDirectories(root.resolve("inbox"));
        for (int i = 0; i < FILES; i++) {
            Path folder = Files.createDirectories(inbox.resolve("d" + i % 7));
            Files.writeString(folder.resolve(i + ".json"), record(i));
        }
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < RECORDS; i++) {
            lines.append(record(i)).append('\n');
        }
        records = lines.toString().getBytes(StandardCharsets.UTF_8);
        Files.write(root.resolve("records.ndjson"), records);
    }

    private static String record(int i) {
        return i % BAD_EVERY == 13 ? "{\"x\": broken " + i : "{\"x\": " + i + "}";
    }

    @AfterEach
    void endAll() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void losesAndDoublesNothingOverThreeKills() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        System.out.println("crash seed " + seed);
        int total = FILES + RECORDS;
        for (int kill = 1; kill <= 3; kill++) {
            Process child = start();
            long enough = total * (long) kill / 4 - random.nextInt(total / 5);
            Await.until("stored " + enough, () -> stored() >= enough || !child.isAlive());
            assertTrue(child.isAlive(), "the child ended by itself");
            assertTrue(stored() < total, "nothing was left to do when it was killed");
            child.destroyForcibly();
            assertTrue(child.waitFor(10, TimeUnit.SECONDS));
        }
        Process last = start();
        Await.until("all is stored", () -> stored() == total && delivered() == RECORDS);
        drain(last);
        requireEachOnce();
    }

    @Test
    void drainsOnSigterm() throws Exception {
        Process child = start();
        Await.until("some are stored", () -> stored() > 100);
        drain(child);
        Process next = start();
        Await.until("the rest is stored", () -> stored() == FILES + RECORDS && delivered() == RECORDS);
        drain(next);
        requireEachOnce();
    }

    private void drain(Process child) throws InterruptedException {
        child.destroy();
        assertTrue(child.waitFor(20, TimeUnit.SECONDS), "SIGTERM did not end it");
        assertEquals(143, child.exitValue());
    }

    private void requireEachOnce() throws IOException {
        int badFiles = FILES / BAD_EVERY;
        int badRecords = RECORDS / BAD_EVERY;
        assertEquals(badFiles, count("input LIKE '%.json' AND status = 'poison'"));
        assertEquals(FILES - badFiles, count("input LIKE '%.json' AND status = 'predicted'"));
        assertEquals(badRecords, count("input LIKE 'file#%' AND status = 'poison'"));
        assertEquals(RECORDS - badRecords, count("input LIKE 'file#%' AND status = 'predicted'"));
        assertEquals(0,
                count("status = 'poison' AND (reason NOT LIKE '%expected JSON%' OR payload IS NULL)"));
        for (String source : List.of("input LIKE '%.json'", "input LIKE 'file#%'")) {
            List<String> outputs = Rows.of(database(), "SELECT DISTINCT output FROM results WHERE " + source
                    + " AND status = 'predicted'");
            assertEquals(count(source + " AND status = 'predicted'"), outputs.size());
        }
        List<String> lines = Files.readAllLines(root.resolve("data/lines.ndjson"));
        assertEquals(RECORDS - badRecords, lines.size());
        assertEquals(lines.size(), new TreeSet<>(lines.stream()
                .map(line -> line.replaceAll(".*\"twice\":([0-9.]+).*", "$1")).toList()).size());
        assertEquals(badRecords, count("input LIKE 'input#%' AND status = 'poison'"));
    }

    private long stored() {
        return Files.exists(database()) ? count("input NOT LIKE 'input#%'") : 0;
    }

    private long delivered() {
        long good = Long.parseLong(Rows.of(database(), "SELECT count(*) FROM thaw_delivered").get(0));
        return good + count("input LIKE 'input#%'");
    }

    private long count(String where) {
        return Rows.count(database(), where);
    }

    private Path database() {
        return root.resolve("data/thaw.db");
    }

    /** A child that answers, with all records on their way into its standard input once more. */
    private Process start() throws IOException {
        Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-Xmx256m", "-cp", System.getProperty("java.class.path"),
                CrashChild.class.getName(), root.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        started.add(child);
        child.inputReader().readLine();
        Thread feeder = new Thread(() -> feed(child.getOutputStream()));
        feeder.setDaemon(true);
        feeder.start();
        return child;
    }

    // Standard input stays open until the process ends: only then is a replay of it recognised.
    private void feed(OutputStream input) {
        try {
            input.write(records);
            input.flush();
        } catch (IOException killed) {
            // Then the next child gets them again.
        }
    }
}
