package thaw.cloud;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program with its folder, environment and limit of time; it is ended by its process id when that is over. Immutable.
 *
 * @param line        the program and its arguments
 * @param folder      where it runs
 * @param environment more variables than the test's own
 * @param log         where its output goes
 * @param limit       the longest it may take
 */
record Command(List<String> line, Path folder, Map<String, String> environment, Path log, Duration limit) {

    private static final int TAIL = 4000;

    Command {
        line = List.copyOf(line);
        environment = Map.copyOf(environment);
    }

    static Command of(Path folder, Path log, Duration limit, String... line) {
        return new Command(List.of(line), folder, Map.of(), log, limit);
    }

    Command with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(environment);
        more.put(name, value);
        return new Command(line, folder, more, log, limit);
    }

    /** Runs it to its end and gives its exit status. */
    int status() {
        Process process = start();
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(line + " took longer than " + limit + ":\n" + tail());
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(line + " was interrupted", interrupted);
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }

    /** Runs it and expects success. */
    void run() {
        int status = status();
        if (status != 0) {
            throw new IllegalStateException(line + " ended with " + status + ":\n" + tail());
        }
    }

    /** Starts it and leaves it running. */
    Process start() {
        ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        try {
            Files.createDirectories(folder);
            return builder.start();
        } catch (IOException missing) {
            throw new UncheckedIOException("cannot start " + line, missing);
        }
    }

    /** The end of what it said. */
    String tail() {
        try {
            String said = Files.readString(log);
            return said.substring(Math.max(0, said.length() - TAIL));
        } catch (IOException unreadable) {
            return "(no output: " + unreadable.getMessage() + ")";
        }
    }
}
