package thaw.testing;

import java.io.File;
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
 * @param log         where its output goes, replaced by each run
 * @param limit       the longest it may take
 */
public record Command(List<String> line, Path folder, Map<String, String> environment, Path log,
        Duration limit) {

    private static final int TAIL = 8000;

    public Command {
        line = List.copyOf(line);
        environment = Map.copyOf(environment);
    }

    /** Logs into {@code target/commands} of the module that is tested. */
    public static Command of(Path folder, Duration limit, String... line) {
        return of(folder, Workplace.log(Path.of(line[0]).getFileName().toString()), limit, line);
    }

    public static Command of(Path folder, Path log, Duration limit, String... line) {
        return new Command(List.of(line), folder, Map.of(), log, limit);
    }

    /** With one more variable of the environment. */
    public Command with(String name, String value) {
        return with(Map.of(name, value));
    }

    /** With more variables of the environment. */
    public Command with(Map<String, String> variables) {
        Map<String, String> more = new LinkedHashMap<>(environment);
        more.putAll(variables);
        return new Command(line, folder, more, log, limit);
    }

    /** Runs it to its end and gives its exit status. */
    public int status() {
        try (ChildProcess process = ChildProcess.start(this)) {
            return process.awaitEnd();
        }
    }

    /**
     * Runs it and gives what it printed.
     *
     * @throws IllegalStateException if it ends with another status than 0, with the end of what it printed
     */
    public String run() {
        int status = status();
        if (status != 0) {
            throw new IllegalStateException(line + " ended with " + status + ":\n" + tail());
        }
        return printed();
    }

    Process process() {
        ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        try {
            Files.createDirectories(folder);
            Files.createDirectories(log.toAbsolutePath().getParent());
            return builder.start();
        } catch (IOException missing) {
            throw new UncheckedIOException("cannot start " + line, missing);
        }
    }

    /** All that the last run has printed so far. */
    public String printed() {
        try {
            return Files.readString(log);
        } catch (IOException unreadable) {
            return "(no output: " + unreadable.getMessage() + ")";
        }
    }

    /** The end of what the last run has printed. */
    public String tail() {
        String printed = printed();
        return printed.substring(Math.max(0, printed.length() - TAIL));
    }

    int await(Process process) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(line + " took longer than " + limit + ":\n" + tail());
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(line + " was interrupted", interrupted);
        }
    }
}
