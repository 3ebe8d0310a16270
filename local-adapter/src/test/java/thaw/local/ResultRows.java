package thaw.local;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import thaw.Sink;
import thaw.json.Json;

/** The table of results seen, and hindered, from outside of the server. */
final class ResultRows {

    private final String url;

    /** The table, made now, so that it can be hindered before the first result. */
    ResultRows(Path folder) {
        Path file = folder.resolve("thaw.db");
        this.url = "jdbc:sqlite:" + file + "?busy_timeout=30000";
        try (ResultDatabase database = ResultDatabase.open(file, ResultDatabase.Durability.PROCESS)) {
            new LocalSinks(database, folder).forFunction("outside").connect(Sink.table("results")).close();
        }
    }

    private interface Use<T> {
        T of(Statement statement) throws SQLException;
    }

    private <T> T with(Use<T> use) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            return use.of(statement);
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    List<String> eventIds() {
        return with(statement -> {
            List<String> ids = new ArrayList<>();
            try (ResultSet row = statement.executeQuery("SELECT event_id FROM results")) {
                while (row.next()) {
                    ids.add(row.getString(1));
                }
            }
            return ids;
        });
    }

    /** Rows of that status in the order of storing, as every sink writes them. */
    List<Map<String, Object>> of(String status) {
        return with(statement -> {
            List<Map<String, Object>> rows = new ArrayList<>();
            try (ResultSet row = statement.executeQuery("SELECT event_id, input, output, reason, payload"
                    + " FROM results WHERE status = '" + status + "' ORDER BY rowid")) {
                while (row.next()) {
                    rows.add(fields(row, status));
                }
            }
            return rows;
        });
    }

    private static Map<String, Object> fields(ResultSet row, String status) throws SQLException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("event_id", row.getString("event_id"));
        fields.put("input", decoded(row.getString("input")));
        fields.put("status", status);
        fields.put("output",
                Json.parse(row.getString("output").getBytes(StandardCharsets.UTF_8), "output"));
        fields.put("reason", row.getString("reason"));
        byte[] payload = row.getBytes("payload");
        fields.put("payload_base64", payload == null ? "" : Base64.getEncoder().encodeToString(payload));
        return fields;
    }

    /** A file's name as a person writes it: rows have it encoded. */
    static String decoded(String encoded) {
        return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Rows for which that is true cannot be stored. */
    void refuse(String condition) {
        with(statement -> {
            statement.execute("DROP TRIGGER IF EXISTS hindrance");
            return statement.execute("CREATE TRIGGER hindrance BEFORE INSERT ON results WHEN " + condition
                    + " BEGIN SELECT RAISE(ABORT, 'asked for by the test'); END");
        });
    }
}
