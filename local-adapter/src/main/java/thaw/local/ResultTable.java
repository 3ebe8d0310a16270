package thaw.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import thaw.InferenceException;
import thaw.Payload;
import thaw.json.Json;
import thaw.run.ResultKey;
import thaw.run.ResultRecord;
import thaw.run.SinkWriter;

/**
 * Results of one function as rows of one table, each key once; a batch is one transaction. The input of a poison record is
 * kept in {@code payload}, up to a limit. Thread-safe.
 */
final class ResultTable implements SinkWriter {

    /** The most bytes of a poison input that are kept; of a longer one its beginning. */
    static final int PAYLOAD_BYTES = 1 << 20;

    private static final String COLUMNS = "event_id, function, model, version, input, status, output, reason,"
            + " latency_us, at";

    private final ResultDatabase database;
    private final String table;
    private final String function;
    private final ResultDatabase.Durability durability;
    /** Guarded by the database's transactions; null until the first and after a failure. */
    private PreparedStatement insertion;

    ResultTable(ResultDatabase database, String name, String function, ResultDatabase.Durability durability) {
        this.database = database;
        this.durability = durability;
        this.table = quoted(name);
        this.function = function;
        database.define("CREATE TABLE IF NOT EXISTS " + table
                + " (event_id TEXT NOT NULL, function TEXT NOT NULL,"
                + " model TEXT NOT NULL, version TEXT NOT NULL, input TEXT NOT NULL,"
                + " status TEXT NOT NULL CHECK (status IN ('predicted', 'poison')), output TEXT NOT NULL,"
                + " reason TEXT NOT NULL, latency_us INTEGER NOT NULL, at TEXT NOT NULL, payload BLOB,"
                + " PRIMARY KEY (event_id, model, version, function))");
    }

    private static String quoted(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.startsWith("sqlite_") || lower.startsWith("thaw_") || name.indexOf('\0') >= 0) {
            throw InferenceException.mismatch("sink '" + name + "'",
                    "a table name that begins with neither 'sqlite_' nor 'thaw_'", name);
        }
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    @Override
    public boolean recognisesDuplicates() {
        return true;
    }

    @Override
    public Map<Integer, InferenceException> store(List<ResultRecord> records) {
        List<byte[]> payloads = records.stream().map(ResultTable::kept).toList();
        database.transaction("storing results", durability,
                connection -> insert(connection, records, payloads));
        return Map.of();
    }

    // An empty array stands for no payload: the input could not be read, which its reason says.
    private static byte[] kept(ResultRecord record) {
        if (record.status() != ResultRecord.Status.POISON) {
            return new byte[0];
        }
        return beginning(record.payload());
    }

    // Of an input that breaks off, or is refused on the way, what came before that.
    private static byte[] beginning(Payload payload) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        try (InputStream stream = payload.open()) {
            byte[] part = new byte[8192];
            int count = stream.read(part);
            while (count >= 0 && kept.size() < PAYLOAD_BYTES) {
                kept.write(part, 0, Math.min(count, PAYLOAD_BYTES - kept.size()));
                count = stream.read(part);
            }
        } catch (IOException | InferenceException unreadable) {
            return kept.toByteArray();
        }
        return kept.toByteArray();
    }

    private int insert(Connection connection, List<ResultRecord> records, List<byte[]> payloads)
            throws SQLException {
        PreparedStatement statement = insertion(connection);
        try {
            for (int i = 0; i < records.size(); i++) {
                bind(statement, records.get(i));
                statement.setBytes(11, payloads.get(i).length == 0 ? null : payloads.get(i));
                statement.addBatch();
            }
            return statement.executeBatch().length;
        } catch (SQLException | RuntimeException failure) {
            insertion = null;
            statement.close();
            throw failure;
        }
    }

    // Prepared once: of a single row, parsing the statement costs more than storing it. Closed with the connection.
    private PreparedStatement insertion(Connection connection) throws SQLException {
        if (insertion == null) {
            insertion = connection.prepareStatement("INSERT OR IGNORE INTO " + table + " (" + COLUMNS
                    + ", payload) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        }
        return insertion;
    }

    private void bind(PreparedStatement statement, ResultRecord record) throws SQLException {
        statement.setString(1, record.key().eventId());
        statement.setString(2, function);
        statement.setString(3, record.key().model().name());
        statement.setString(4, record.key().model().version());
        statement.setString(5, record.reference());
        statement.setString(6, record.status().name().toLowerCase(Locale.ROOT));
        statement.setString(7, ResultJson.output(record));
        statement.setString(8, record.reason());
        statement.setLong(9, record.latency().toNanos() / 1000);
        statement.setString(10, record.at().toString());
    }

    @Override
    public Set<ResultKey> stored(Collection<ResultKey> keys) {
        return database.transaction("looking up results", connection -> lookUp(connection, keys));
    }

    private Set<ResultKey> lookUp(Connection connection, Collection<ResultKey> keys) throws SQLException {
        String sql = "SELECT 1 FROM " + table
                + " WHERE event_id = ? AND model = ? AND version = ? AND function = ?";
        Set<ResultKey> stored = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (ResultKey key : keys) {
                if (exists(statement, key)) {
                    stored.add(key);
                }
            }
        }
        return stored;
    }

    private boolean exists(PreparedStatement statement, ResultKey key) throws SQLException {
        statement.setString(1, key.eventId());
        statement.setString(2, key.model().name());
        statement.setString(3, key.model().version());
        statement.setString(4, function);
        try (ResultSet row = statement.executeQuery()) {
            return row.next();
        }
    }

    /** Which events of some function were set aside as poison. */
    Set<String> poison(String of, Collection<String> eventIds) {
        String sql = "SELECT 1 FROM " + table
                + " WHERE event_id = ? AND function = ? AND status = 'poison'";
        return database.transaction("looking up poison", connection -> {
            Set<String> poison = new HashSet<>();
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (String eventId : eventIds) {
                    statement.setString(1, eventId);
                    statement.setString(2, of);
                    try (ResultSet row = statement.executeQuery()) {
                        if (row.next()) {
                            poison.add(eventId);
                        }
                    }
                }
            }
            return poison;
        });
    }

    /** The last rows of all functions, newest first, as the JSON that a page shows. */
    List<Map<String, Object>> last(int limit) {
        String sql = "SELECT " + COLUMNS + " FROM " + table + " ORDER BY rowid DESC LIMIT " + limit;
        return database.transaction("reading results", connection -> {
            List<Map<String, Object>> rows = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(sql);
                    ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    rows.add(fields(row));
                }
            }
            return rows;
        });
    }

    private static Map<String, Object> fields(ResultSet row) throws SQLException {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (String column : List.of("event_id", "function", "model", "version", "input", "status")) {
            fields.put(column, row.getString(column));
        }
        byte[] output = row.getString("output").getBytes(StandardCharsets.UTF_8);
        fields.put("output", Json.parse(output, "output"));
        fields.put("reason", row.getString("reason"));
        fields.put("latency_us", row.getLong("latency_us"));
        fields.put("at", row.getString("at"));
        return fields;
    }
}
