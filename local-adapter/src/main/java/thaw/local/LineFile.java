package thaw.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import thaw.InferenceException;
import thaw.run.ResultKey;
import thaw.run.ResultRecord;
import thaw.run.SinkWriter;

/**
 * Results as lines of a file, each key exactly once: lines are written and synced first, then the keys and the file's
 * length are committed together. What lies beyond the committed length is of a process that was killed between the two,
 * and is cut off at the next start. Thread-safe. The file must not be moved while the process runs.
 */
final class LineFile implements SinkWriter {

    private final ResultDatabase database;
    private final Path file;
    private final String sink;
    private final String function;
    private final boolean takesAll;
    private final FileChannel channel;

    /** The file of a sink; whether it takes all results, so that a missing one is not stored, or only some. */
    LineFile(ResultDatabase database, Path file, String sink, String function, boolean takesAll) {
        this.database = database;
        this.file = file;
        this.sink = sink;
        this.function = function;
        this.takesAll = takesAll;
        database.define(
                "CREATE TABLE IF NOT EXISTS thaw_delivered (sink TEXT NOT NULL, event_id TEXT NOT NULL,"
                        + " model TEXT NOT NULL, version TEXT NOT NULL, function TEXT NOT NULL,"
                        + " PRIMARY KEY (sink, event_id, model, version, function)) WITHOUT ROWID",
                "CREATE TABLE IF NOT EXISTS thaw_files (sink TEXT PRIMARY KEY, length INTEGER NOT NULL)");
        channel = opened();
    }

    private FileChannel opened() {
        try {
            Files.createDirectories(file.getParent());
            FileChannel open = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            return database.transaction("opening " + file, connection -> {
                cut(connection, open);
                return open;
            });
        } catch (IOException failure) {
            throw InferenceException.unavailable("sink '" + sink + "'", file + " cannot be written: "
                    + failure.getMessage(), failure);
        }
    }

    // A file that was there before the first result, or that someone emptied, is taken as it is.
    private void cut(Connection connection, FileChannel open) throws SQLException, IOException {
        long length = length(connection);
        if (length >= 0 && open.size() > length) {
            open.truncate(length);
        } else {
            saveLength(connection, open.size());
        }
    }

    private long length(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection
                .prepareStatement("SELECT length FROM thaw_files WHERE sink = ?")) {
            statement.setString(1, sink);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : -1;
            }
        }
    }

    private void saveLength(Connection connection, long length) throws SQLException {
        String sql = "INSERT INTO thaw_files (sink, length) VALUES (?, ?)"
                + " ON CONFLICT (sink) DO UPDATE SET length = excluded.length";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, sink);
            statement.setLong(2, length);
            statement.executeUpdate();
        }
    }

    @Override
    public boolean recognisesDuplicates() {
        return takesAll;
    }

    @Override
    public Map<Integer, InferenceException> store(List<ResultRecord> records) {
        database.transaction("appending to " + file, connection -> append(connection, records));
        return Map.of();
    }

    private int append(Connection connection, List<ResultRecord> records) throws SQLException, IOException {
        List<ResultRecord> fresh = new ArrayList<>(records.size());
        for (ResultRecord record : records) {
            if (claim(connection, record.key())) {
                fresh.add(record);
            }
        }
        long from = length(connection);
        channel.truncate(from);
        channel.position(from);
        write(fresh);
        saveLength(connection, channel.position());
        return fresh.size();
    }

    private boolean claim(Connection connection, ResultKey key) throws SQLException {
        String sql = "INSERT OR IGNORE INTO thaw_delivered (sink, event_id, model, version, function)"
                + " VALUES (?, ?, ?, ?, ?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, key);
            return statement.executeUpdate() == 1;
        }
    }

    private void write(List<ResultRecord> records) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (ResultRecord record : records) {
            lines.writeBytes(ResultJson.document(record));
            lines.write('\n');
        }
        ByteBuffer bytes = ByteBuffer.wrap(lines.toByteArray());
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(false);
    }

    @Override
    public Set<ResultKey> stored(Collection<ResultKey> keys) {
        String sql = "SELECT 1 FROM thaw_delivered WHERE sink = ? AND event_id = ? AND model = ?"
                + " AND version = ? AND function = ?";
        return database.transaction("looking up deliveries", connection -> {
            Set<ResultKey> stored = new HashSet<>();
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (ResultKey key : keys) {
                    bind(statement, key);
                    try (ResultSet row = statement.executeQuery()) {
                        if (row.next()) {
                            stored.add(key);
                        }
                    }
                }
            }
            return stored;
        });
    }

    private void bind(PreparedStatement statement, ResultKey key) throws SQLException {
        statement.setString(1, sink);
        statement.setString(2, key.eventId());
        statement.setString(3, key.model().name());
        statement.setString(4, key.model().version());
        statement.setString(5, function);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
