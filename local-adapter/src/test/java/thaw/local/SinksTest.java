package thaw.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thaw.InferenceException;
import thaw.ModelId;
import thaw.Payload;
import thaw.Sink;
import thaw.run.ResultKey;
import thaw.run.ResultRecord;
import thaw.run.SinkWriter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SinksTest {

    @TempDir
    Path folder;

    private ResultDatabase database;

    @BeforeEach
    void open() {
        database = ResultDatabase.open(folder.resolve("thaw.db"), ResultDatabase.Durability.POWER_CUT);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private SinkWriter connect(Sink sink) {
        return new LocalSinks(database, folder).forFunction("f").connect(sink);
    }

    private static ResultKey key(String event) {
        return new ResultKey(event, new ModelId("m", "1"));
    }

    private static ResultRecord record(String event, Object value) {
        return new ResultRecord(key(event), "f", "", "in/" + event, ResultRecord.Status.PREDICTED,
                Map.of("v", value), "", Duration.ofMillis(3), Instant.EPOCH, Payload.ofText("input"));
    }

    private static ResultRecord poison(String event, Payload payload) {
        return new ResultRecord(key(event), "f", "", "in/" + event, ResultRecord.Status.POISON, Map.of(),
                "because", Duration.ZERO, Instant.EPOCH, payload);
    }

    @Test
    void storesEachKeyOnceInEverySink() {
        for (Sink sink : List.of(Sink.table("t"), Sink.object("o"), Sink.stream("s"))) {
            SinkWriter writer = connect(sink);
            writer.store(List.of(record("a", 1), record("b", 2)));
            writer.store(List.of(record("b", 9), record("c", 3), record("c", 3)));
            assertEquals(Set.of(key("a"), key("c")), writer.stored(List.of(key("a"), key("c"), key("d"))),
                    sink.toString());
            writer.close();
        }
        assertEquals(List.of("a1", "b2", "c3"), Rows.of(database.file(),
                "SELECT event_id || json_extract(output, '$.v') FROM t ORDER BY event_id"));
    }

    @Test
    void keepsOneFilePerResultWhateverTheEventsName() throws IOException {
        SinkWriter writer = connect(Sink.object("o"));
        List<String> awkward = List.of("../../up", "a/b", "a b", "a%20b", "n\nl", "ü", "x".repeat(5000), ".",
                "a-b");
        writer.store(awkward.stream().map(name -> record(name, 1)).toList());
        try (var files = Files.list(folder.resolve("o"))) {
            assertEquals(awkward.size(), files.filter(file -> file.toString().endsWith(".json")).count());
        }
    }

    @Test
    void cutsOffLinesThatWereNeverCommitted() throws IOException {
        SinkWriter writer = connect(Sink.stream("s"));
        writer.store(List.of(record("a", 1)));
        writer.close();
        Path file = folder.resolve("s.ndjson");
        Files.writeString(file, "{\"half\": ", StandardOpenOption.APPEND);
        SinkWriter again = connect(Sink.stream("s"));
        again.store(List.of(record("a", 1), record("b", 2)));
        again.close();
        List<String> lines = Files.readAllLines(file);
        assertEquals(2, lines.size(), lines.toString());
        assertTrue(lines.get(1).contains("\"event_id\":\"b\""), lines.get(1));
    }

    @Test
    void keepsWhatWasInAFileBefore() throws IOException {
        Files.writeString(folder.resolve("s.ndjson"), "mine\n");
        SinkWriter writer = connect(Sink.stream("s"));
        writer.store(List.of(record("a", 1)));
        writer.close();
        assertEquals("mine", Files.readAllLines(folder.resolve("s.ndjson")).get(0));
    }

    @Test
    void keepsThePayloadOfPoisonUpToALimit() {
        SinkWriter writer = connect(Sink.table("t"));
        Payload gone = Payload.streamed(() -> {
            throw new IOException("gone");
        }, -1, "");
        writer.store(List.of(poison("small", Payload.ofText("bad")),
                poison("large", Payload.of(new byte[ResultTable.PAYLOAD_BYTES + 5], "")),
                poison("gone", gone)));
        assertEquals(List.of("gone:because:-1", "large:because:1048576", "small:because:3"),
                Rows.of(database.file(), "SELECT event_id || ':' || reason || ':'"
                        + " || coalesce(length(payload), -1) FROM t ORDER BY event_id"));
    }

    @Test
    void storesNumbersThatJsonCannotCarryAsTexts() {
        Map<String, Object> output = new LinkedHashMap<>();
        output.put("v", List.of(Double.NaN, Float.POSITIVE_INFINITY, 1.5));
        connect(Sink.table("t")).store(List.of(record("a", List.copyOf((List<?>) output.get("v")))));
        assertEquals(List.of("{\"v\":[\"NaN\",\"Infinity\",1.5]}"), Rows.of(database.file(),
                "SELECT output FROM t"));
    }

    @Test
    void reportsAFullDiskAsAFailureThatPasses() {
        SinkWriter writer = connect(Sink.table("t"));
        limitPages(40);
        InferenceException full = assertThrows(InferenceException.class, () -> {
            for (int i = 0; i < 1000; i++) {
                writer.store(List.of(record("e" + i, "v".repeat(1000))));
            }
        });
        assertTrue(full.retryable());
        assertTrue(full.getMessage().contains("full"), full.getMessage());
        long before = Long.parseLong(Rows.of(database.file(), "SELECT count(*) FROM t").get(0));
        limitPages(1_000_000);
        writer.store(List.of(record("after", 1)));
        assertEquals(before + 1, Long.parseLong(Rows.of(database.file(), "SELECT count(*) FROM t").get(0)));
    }

    private void limitPages(int pages) {
        database.transaction("limiting", connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute("PRAGMA max_page_count = " + pages);
            }
        });
    }

    @Test
    void rollsBackABatchThatFails() {
        SinkWriter writer = connect(Sink.table("t"));
        assertThrows(InferenceException.class, () -> database.transaction("half", connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("DROP TABLE t");
            }
            throw new SQLException("and then this");
        }));
        writer.store(List.of(record("a", 1)));
        assertEquals(1, writer.stored(List.of(key("a"))).size());
    }

    @Test
    void refusesASecondWriter() {
        InferenceException refused = assertThrows(InferenceException.class,
                () -> ResultDatabase.open(folder.resolve("thaw.db"), ResultDatabase.Durability.POWER_CUT));
        assertTrue(refused.getMessage().contains("another process has it"), refused.getMessage());
    }

    @Test
    void refusesNamesThatCannotBePlaces() {
        assertThrows(InferenceException.class, () -> connect(Sink.stream("../up")));
        assertThrows(InferenceException.class, () -> connect(Sink.object("a/b")));
        assertThrows(InferenceException.class, () -> connect(Sink.table("thaw_files")));
        connect(Sink.table("a \"quoted\" name; DROP TABLE t")).store(List.of(record("a", 1)));
    }
}
