package thaw.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A running command with the processes that it started; all are ended by their ids when it is closed, when its limit of time
 * is over, and with the JVM. Thread-safe.
 */
public final class ChildProcess implements AutoCloseable {

    private static final Duration STOP = Duration.ofSeconds(20);

    private final Command command;
    private final Process process;
    private final Thread atExit = new Thread(this::kill);

    private ChildProcess(Command command) {
        this.command = command;
        this.process = command.process();
    }

    /** Starts it and leaves it running. */
    public static ChildProcess start(Command command) {
        ChildProcess started = new ChildProcess(command);
        Runtime.getRuntime().addShutdownHook(started.atExit);
        started.process.onExit().orTimeout(command.limit().plus(STOP).toSeconds(), TimeUnit.SECONDS)
                .whenComplete((ended, late) -> started.endIfLate(late));
        return started;
    }

    private void endIfLate(Throwable late) {
        if (late != null) {
            kill();
        }
    }

    int awaitEnd() {
        return command.await(process);
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** All that it has printed so far. */
    public String printed() {
        return command.printed();
    }

    /**
     * Waits until an address answers, with whatever status.
     *
     * @throws IllegalStateException if the process ends before, with the end of what it printed
     */
    public void awaitAnswer(URI address, Duration limit) {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(5)).build();
        Await.until(address + " answers", limit, () -> {
            requireAlive();
            try {
                client.send(request, BodyHandlers.discarding());
                return true;
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    /** Waits until it has printed something. */
    public void awaitPrinted(String text, Duration limit) {
        Await.until("'" + text + "' of " + command.line(), limit, () -> {
            boolean printed = printed().contains(text);
            if (!printed) {
                requireAlive();
            }
            return printed;
        });
    }

    private void requireAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException(
                    command.line() + " ended with " + process.exitValue() + ":\n" + command.tail());
        }
    }

    /** Ends it as the operating system does when memory runs out: without a word. */
    public void kill() {
        List<ProcessHandle> all = all();
        all.forEach(ProcessHandle::destroyForcibly);
    }

    /** Asks it to end, and ends it if it does not. */
    @Override
    public void close() {
        List<ProcessHandle> all = all();
        all.forEach(ProcessHandle::destroy);
        try {
            CompletableFuture.allOf(all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                    .get(STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException stubborn) {
            all.forEach(ProcessHandle::destroyForcibly);
        } catch (InterruptedException interrupted) {
            all.forEach(ProcessHandle::destroyForcibly);
            Thread.currentThread().interrupt();
        }
        forget();
    }

    // The children first: one whose parent has ended is found by nobody.
    private List<ProcessHandle> all() {
        return Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    }

    private void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException alreadyEnding) {
            // The JVM ends, and with it the hook.
        }
    }
}
