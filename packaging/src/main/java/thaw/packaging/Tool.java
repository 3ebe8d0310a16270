package thaw.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import thaw.InferenceException;

/** A program of a JDK or a container engine, run to its end. */
final class Tool {

    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int TAIL = 1000;

    private Tool() {}

    /**
     * Runs it and gives what it printed.
     *
     * @throws InferenceException unavailable, if it cannot be started, fails or takes too long, with the end of its output
     */
    static String run(List<String> line, Path directory, Map<String, String> environment) throws IOException {
        return run(line, directory, environment, LONGEST);
    }

    /** As {@link #run(List, Path, Map)}, for what may take another while. */
    static String run(List<String> line, Path directory, Map<String, String> environment, Duration longest)
            throws IOException {
        Path log = Files.createTempFile("thaw-tool", ".log");
        try {
            ProcessBuilder builder = new ProcessBuilder(line).directory(directory.toFile())
                    .redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            boolean ended = process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended || process.exitValue() != 0) {
                process.destroyForcibly();
                String said = Files.readString(log).strip();
                throw InferenceException.unavailable(line.get(0),
                        (ended ? "failed with " + process.exitValue() : "took longer than " + longest) + ": "
                                + said.substring(Math.max(0, said.length() - TAIL)),
                        null);
            }
            return Files.readString(log);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw InferenceException.unavailable(line.get(0), "interrupted", ended);
        } finally {
            Files.deleteIfExists(log);
        }
    }
}
