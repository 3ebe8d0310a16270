package thaw.clients;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * {@code thaw serve} with the real samples, killed with SIGKILL three times while files and records come in: each good one
 * is stored once, each bad one is set aside once with its reason. With {@code -Dthaw.long=true} 10,000 files and 100,000
 * records, else a twentieth of them.
 */
class KillStormTest {

    private static final boolean LONG = Boolean.getBoolean("thaw.long");
    private static final int FILES = LONG ? 10_000 : 500;
    private static final int RECORDS = LONG ? 100_000 : 5_000;
    private static final int BAD_ONE_IN = 100;
    private static final int KILLS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(LONG ? 30 : 5);

    private final Random random = new Random(7);

    @TempDir
    private Path folder;

    @Test
    void storesEachGoodOneOnceAndSetsEachBadOneAside() throws Exception {
        Path inbox = Files.createDirectory(folder.resolve("inbox"));
        Path records = folder.resolve("records.ndjson");
        Path data = folder.resolve("data");
        fill(inbox);
        write(records);
        String[] arguments = {ServingProcess.SAMPLES.resolve("models").toString(), "--data", data.toString(),
                "--watch", inbox + "=digits", "--stream", records + "=sentiment"};
        for (int kill = 1; kill <= KILLS; kill++) {
            try (ServingProcess serving = new ServingProcess(folder, arguments)) {
                serving.address();
                awaitRows(data, (FILES + RECORDS) * kill / (KILLS + 2));
                serving.kill();
            }
        }
        try (ServingProcess serving = new ServingProcess(folder, arguments)) {
            serving.address();
            awaitRows(data, FILES + RECORDS);
        }
        requireEachOnce(data);
    }

    private void requireEachOnce(Path data) throws SQLException {
        assertEquals(FILES - FILES / BAD_ONE_IN, number(data, "model = 'digits' AND status = 'predicted'"));
        assertEquals(FILES / BAD_ONE_IN, number(data, "model = 'digits' AND status = 'poison'"));
        assertEquals(RECORDS - RECORDS / BAD_ONE_IN,
                number(data, "model = 'sentiment' AND status = 'predicted'"));
        assertEquals(RECORDS / BAD_ONE_IN, number(data, "model = 'sentiment' AND status = 'poison'"));
        assertEquals(0, number(data, "status = 'poison' AND (reason = '' OR payload IS NULL)"));
        assertEquals(0, number(data, "status = 'predicted' AND output NOT LIKE '%label%'"));
        assertEquals(FILES, one(data, "SELECT count(DISTINCT input) FROM results WHERE model = 'digits'"));
        assertEquals(RECORDS,
                one(data, "SELECT count(DISTINCT input) FROM results WHERE model = 'sentiment'"));
    }

    private void fill(Path inbox) throws IOException {
        List<Path> pictures;
        try (Stream<Path> all = Files.list(ServingProcess.SAMPLES.resolve("data/digits"))) {
            pictures = all.sorted().toList();
        }
        for (int i = 0; i < FILES; i++) {
            byte[] picture = Files.readAllBytes(pictures.get(i % pictures.size()));
            boolean bad = i % BAD_ONE_IN == 0;
            Files.write(inbox.resolve("picture " + i + " é+%.png"),
                    bad ? Arrays.copyOf(picture, picture.length / 2) : picture);
        }
    }

    private void write(Path records) throws IOException {
        List<String> sentences = Files
                .readAllLines(ServingProcess.SAMPLES.resolve("data/sentiment/sentences.ndjson"));
        try (BufferedWriter out = Files.newBufferedWriter(records)) {
            for (int i = 0; i < RECORDS; i++) {
                boolean bad = i % BAD_ONE_IN == 0;
                out.write(bad ? "{\"text\": " + i : sentences.get(random.nextInt(sentences.size())));
                out.write('\n');
            }
        }
    }

    private static void awaitRows(Path data, int rows) throws Exception {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (number(data, "1 = 1") < rows) {
            assertTrue(System.nanoTime() < until, "expected " + rows + " rows, got " + number(data, "1 = 1"));
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static int number(Path data, String condition) throws SQLException {
        return one(data, "SELECT count(*) FROM results WHERE " + condition);
    }

    private static int one(Path data, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("thaw.db"));
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            return result.getInt(1);
        }
    }
}
