package thaw.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code thaw serve} as a child process, looked at from outside as an operator would: by what Linux tells of it. */
final class ServerProcess implements AutoCloseable {

    private static final long START_NANOS = TimeUnit.MINUTES.toNanos(3);
    private static final long LOOK_MILLIS = 100;

    private final Process process;
    private final URI base;

    private ServerProcess(Process process, URI base) {
        this.process = process;
        this.base = base;
    }

    /** Starts it and waits until it is ready; its output goes to the file. */
    static ServerProcess start(List<String> command, int port, Path log)
            throws IOException, InterruptedException {
        return start(command, Map.of(), URI.create("http://127.0.0.1:" + port + "/v2/health/ready"), log);
    }

    /** The same with more in its environment, ready when it answers there. */
    static ServerProcess start(List<String> command, Map<String, String> environment, URI ready, Path log)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        ServerProcess server = new ServerProcess(builder.start(), ready.resolve("/"));
        try {
            server.awaitReady(ready, log);
            return server;
        } catch (InterruptedException | RuntimeException failure) {
            server.close();
            throw failure;
        }
    }

    private void awaitReady(URI ready, Path log) throws InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest question = HttpRequest.newBuilder(ready).build();
        long start = System.nanoTime();
        while (!ready(client, question)) {
            if (process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)
                    || System.nanoTime() - start > START_NANOS) {
                throw new IllegalStateException("the server did not become ready; its output is in " + log);
            }
        }
    }

    private static boolean ready(HttpClient client, HttpRequest question) throws InterruptedException {
        try {
            return client.send(question, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Where it answers. */
    URI base() {
        return base;
    }

    /** What it has taken of the processors. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Its memory, open files and threads just now. */
    Usage usage() throws IOException {
        Path folder = Path.of("/proc", Long.toString(process.pid()));
        List<String> status = Files.readAllLines(folder.resolve("status"));
        return new Usage(number(status, "VmRSS:"), open(folder.resolve("fd")), number(status, "Threads:"));
    }

    private static long number(List<String> status, String field) {
        for (String line : status) {
            if (line.startsWith(field)) {
                return Long.parseLong(line.substring(field.length()).replace("kB", "").strip());
            }
        }
        throw new IllegalStateException("expected " + field + " in /proc/PID/status: is the process gone?");
    }

    private static long open(Path descriptors) throws IOException {
        long count = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(descriptors)) {
            for (Path ignored : files) {
                count++;
            }
        }
        return count;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
