package thaw.local;

import java.sql.PreparedStatement;
import java.sql.ResultSet;

/** How far each stream was stored. Thread-safe. */
final class StreamCheckpoints {

    /**
     * How far a stream was stored.
     *
     * @param generation counts the sources of that name, from 1: a replaced file or an ended pipe begins the next
     * @param offset     of the first byte that is not stored, counted in its generation
     * @param tail       a hash of the bytes just before it, by which a file is recognised; empty if there is none
     */
    record Checkpoint(long generation, long offset, String tail) {

        static final Checkpoint NONE = new Checkpoint(1, 0, "");

        Checkpoint next() {
            return new Checkpoint(generation + 1, 0, "");
        }
    }

    private final ResultDatabase database;

    StreamCheckpoints(ResultDatabase database) {
        this.database = database;
        database.define("CREATE TABLE IF NOT EXISTS thaw_checkpoints (stream TEXT PRIMARY KEY,"
                + " generation INTEGER NOT NULL, offset INTEGER NOT NULL, tail TEXT NOT NULL)");
    }

    Checkpoint load(String stream) {
        String sql = "SELECT generation, offset, tail FROM thaw_checkpoints WHERE stream = ?";
        return database.transaction("reading a checkpoint", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, stream);
                try (ResultSet row = statement.executeQuery()) {
                    return row.next() ? new Checkpoint(row.getLong(1), row.getLong(2), row.getString(3))
                            : Checkpoint.NONE;
                }
            }
        });
    }

    void save(String stream, Checkpoint checkpoint) {
        String sql = "INSERT INTO thaw_checkpoints (stream, generation, offset, tail) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT (stream) DO UPDATE SET generation = excluded.generation,"
                + " offset = excluded.offset, tail = excluded.tail";
        database.transaction("storing a checkpoint", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, stream);
                statement.setLong(2, checkpoint.generation());
                statement.setLong(3, checkpoint.offset());
                statement.setString(4, checkpoint.tail());
                return statement.executeUpdate();
            }
        });
    }
}
