package thaw.packaging.start;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import thaw.InferenceException;
import thaw.json.JsonObject;

/**
 * One instance of an artefact in a process of its own, started as {@code start.json} says, with nothing of this
 * process's environment. Where it reads or stores something, a stand-in of its cloud is around it. Not thread-safe.
 */
public final class LocalStart implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(20);
    // A virtual machine that writes down what it has loaded takes its time where others run, too.
    private static final Duration END = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final int TAIL = 2000;

    private final Caller caller;
    private final Optional<StandInCloud> cloud;
    private final Path output;
    private final Process process;
    private final long started;
    private final Instant clock;

    private LocalStart(Path folder, StartCommand command, List<String> before, Map<String, String> more)
            throws IOException {
        this.caller = Caller.by(command.protocol());
        this.cloud = StandInCloud.isNeeded(folder, command.environment())
                ? Optional.of(StandInCloud.around(folder)) : Optional.empty();
        this.output = Files.createTempFile("thaw-start", ".log");
        List<String> line = new ArrayList<>(before);
        line.addAll(command.command());
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(folder.resolve(command.directory()).toFile()).redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(output.toFile());
        builder.environment().keySet().retainAll(List.of("PATH"));
        // As platforms set it; else a virtual machine does not find its own class path in a folder of another alphabet.
        builder.environment().put("LANG", "C.UTF-8");
        cloud.ifPresent(around -> builder.environment().putAll(around.variables()));
        builder.environment().putAll(command.environment());
        builder.environment().putAll(more);
        builder.environment().put(caller.variable(), caller.place());
        this.clock = Instant.now();
        this.started = System.nanoTime();
        this.process = builder.start();
    }

    /**
     * Starts an instance.
     *
     * @param artefact the folder that was packaged into, or a file in it
     * @param more     variables beside those of the artefact, or in their place
     * @throws InferenceException if the artefact is none, or its program cannot be started
     */
    public static LocalStart of(Path artefact, StartCommand command, Map<String, String> more) {
        return of(artefact, command, List.of(), more);
    }

    static LocalStart of(Path artefact, StartCommand command, List<String> before, Map<String, String> more) {
        try {
            return new LocalStart(StartCommand.file(artefact).toAbsolutePath().getParent(), command, before,
                    more);
        } catch (IOException missing) {
            throw InferenceException.unavailable(command.command().get(0),
                    "cannot be started: " + missing.getMessage(), missing);
        }
    }

    /**
     * Sends a request and waits for its answer.
     *
     * @throws InferenceException unavailable, if the process ends or takes longer than that, with the end of its output
     */
    public Answer call(byte[] request, Duration most) {
        caller.send(request);
        long until = System.nanoTime() + most.toNanos();
        try {
            Answer answer = caller.await(LOOK);
            while (answer == null) {
                if (!process.isAlive() || System.nanoTime() > until) {
                    throw InferenceException.unavailable(process.info().command().orElse("process"),
                            (process.isAlive() ? "did not answer within " + most : "ended without an answer")
                                    + "; it said: " + tail(),
                            null);
                }
                answer = caller.await(LOOK);
            }
            return answer;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw InferenceException.unavailable("process", "interrupted", ended);
        }
    }

    /** Since the process was started, in nanoseconds. */
    public long age() {
        return System.nanoTime() - started;
    }

    /** When the process was started, by the clock. */
    Instant started() {
        return clock;
    }

    /** What the process said so far. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException unreadable) {
            return "(" + unreadable.getMessage() + ")";
        }
    }

    private String tail() {
        String all = output().strip();
        return all.substring(Math.max(0, all.length() - TAIL));
    }

    /** The line in which it told how long its phases took. */
    public Optional<JsonObject> coldStart() {
        return output().lines().filter(line -> line.startsWith("{") && line.contains("\"cold start\""))
                .map(line -> JsonObject.parse(line.getBytes(StandardCharsets.UTF_8), "log")).findFirst();
    }

    long pid() {
        return process.pid();
    }

    /** Lets it end by itself as on SIGTERM, so that what it does at its end is done. */
    public void end() {
        process.destroy();
        try {
            process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        caller.close();
        cloud.ifPresent(StandInCloud::close);
        process.destroyForcibly();
        try {
            process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
            Files.deleteIfExists(output);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } catch (IOException left) {
            throw InferenceException.unavailable(output.toString(), "cannot be removed", left);
        }
    }
}
