package thaw.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.sqlite.SQLiteConfig;
import thaw.InferenceException;

/**
 * The SQLite file that holds results, what was delivered to other sinks, and how far each stream was read. One process
 * has it; others may read it. Thread-safe: transactions run one after the other.
 *
 * <p>The journal is a write-ahead log. By default {@code synchronous=FULL}: a commit returns when the disk has it, so that
 * neither SIGKILL nor a power cut loses what was acknowledged. {@code NORMAL} survives SIGKILL as well, but a power cut
 * takes the last commits: a folder's files and a file's lines are then simply run again, while records of a pipe, files
 * already moved away and a finished input are not sent again by anybody. One commit carries a whole batch.
 */
public final class ResultDatabase implements AutoCloseable {

    private static final int BUSY_MILLIS = 5_000;

    /** What a commit survives. */
    public enum Durability {
        /** SIGKILL and a power cut: each commit waits for the disk. */
        POWER_CUT("FULL"),
        /** SIGKILL: a power cut may take the last commits, but breaks nothing. Much faster on slow disks. */
        PROCESS("NORMAL");

        private final String synchronous;

        Durability(String synchronous) {
            this.synchronous = synchronous;
        }
    }

    /** What is done in one transaction. */
    @FunctionalInterface
    interface Work<T> {
        T in(Connection connection) throws SQLException, IOException;
    }

    private final Path file;
    private final FileChannel lockFile;
    private final Connection connection;
    private final Durability durability;
    private Durability current;

    private ResultDatabase(Path file, FileChannel lockFile, Connection connection, Durability durability) {
        this.file = file;
        this.lockFile = lockFile;
        this.connection = connection;
        this.durability = durability;
        this.current = durability;
    }

    /**
     * Opens or creates the database; missing folders are made.
     *
     * @throws InferenceException unavailable, if another process has it or it cannot be written
     */
    public static ResultDatabase open(Path file, Durability durability) {
        Path path = file.toAbsolutePath();
        FileChannel lockFile = null;
        try {
            Files.createDirectories(path.getParent());
            lockFile = lock(path);
            return new ResultDatabase(path, lockFile, connect(path, durability), durability);
        } catch (SQLException | IOException failure) {
            closeQuietly(lockFile);
            throw InferenceException.unavailable("database " + path, "cannot be opened for writing: "
                    + failure.getMessage(), failure);
        } catch (InferenceException refused) {
            closeQuietly(lockFile);
            throw refused;
        }
    }

    // The lock is the operating system's: it goes with the process, however that ends.
    private static FileChannel lock(Path path) throws IOException {
        Path name = path.resolveSibling(path.getFileName() + ".lock");
        FileChannel channel = FileChannel.open(name, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            throw InferenceException.unavailable("database " + path,
                    "another process has it; expected one writer: end that process or name another file",
                    null);
        }
        return channel;
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException sameProcess) {
            return null;
        }
    }

    private static Connection connect(Path path, Durability durability) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.valueOf(durability.synchronous));
        config.setBusyTimeout(BUSY_MILLIS);
        Connection connection = config.createConnection("jdbc:sqlite:" + path);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version = 1");
        }
        return connection;
    }

    /** Where it is. */
    public Path file() {
        return file;
    }

    /**
     * Does all of the work or none.
     *
     * @param what for the message
     * @throws InferenceException unavailable, if SQLite refuses: disk full, read-only, locked by another
     */
    <T> T transaction(String what, Work<T> work) {
        return transaction(what, durability, work);
    }

    /** Does all of the work or none, with a durability of its own: the same, or less than the database's. */
    synchronized <T> T transaction(String what, Durability wanted, Work<T> work) {
        try {
            survive(wanted);
            execute("BEGIN");
            T result = work.in(connection);
            execute("COMMIT");
            return result;
        } catch (SQLException | IOException failure) {
            rollback(failure);
            throw InferenceException.unavailable("database " + file, what + " failed: "
                    + failure.getMessage(), failure);
        } catch (RuntimeException | Error failure) {
            rollback(failure);
            throw failure;
        }
    }

    private void survive(Durability wanted) throws SQLException {
        Durability next = wanted.compareTo(durability) < 0 ? durability : wanted;
        if (next != current) {
            execute("PRAGMA synchronous = " + next.synchronous);
            current = next;
        }
    }

    // SQLite itself rolls back when the disk is full, which the driver's own bookkeeping of transactions does not notice:
    // every later commit would fail. Said in SQL, nothing is kept that could differ.
    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void rollback(Throwable because) {
        try {
            execute("ROLLBACK");
        } catch (SQLException done) {
            because.addSuppressed(done);
        }
    }

    /** Runs statements that make tables. */
    void define(String... statements) {
        transaction("making tables", connected -> {
            try (Statement statement = connected.createStatement()) {
                for (String sql : statements) {
                    statement.executeUpdate(sql);
                }
            }
            return statements.length;
        });
    }

    /** Waits for the transaction under way. Closing twice does nothing. */
    @Override
    public synchronized void close() {
        try {
            connection.close();
        } catch (SQLException failure) {
            throw InferenceException.unavailable("database " + file, "cannot be closed: "
                    + failure.getMessage(), failure);
        } finally {
            closeQuietly(lockFile);
        }
    }

    private static void closeQuietly(FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException harmless) {
                // The lock ends with the channel in any case.
            }
        }
    }
}
