package thaw.cloud;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * LocalStack as a process on a free port of the loopback interface, with functions and DynamoDB as its child processes. One
 * for all tests of a run. Thread-safe.
 */
final class LocalCloud implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofSeconds(20);

    private final Process process;
    private final Command command;
    private final URI endpoint;
    private final Path folder;

    private LocalCloud(Process process, Command command, URI endpoint, Path folder) {
        this.process = process;
        this.command = command;
        this.endpoint = endpoint;
        this.folder = folder;
    }

    /** Starts it and waits until it answers. */
    static LocalCloud start() {
        Workplace.need(Workplace.isLinuxOnX64(), "the local cloud runs on Linux on x86-64");
        Workplace.require("node",
                "install Node 18 or newer with npm: LocalStack's Kinesis is a Node program");
        Path python = PythonEnvironment.interpreter();
        Path folder = Workplace.scratch("localstack");
        int port = freePort();
        Command command = command(python, folder, port);
        LocalCloud cloud = new LocalCloud(command.start(), command, URI.create("http://127.0.0.1:" + port),
                folder);
        Runtime.getRuntime().addShutdownHook(new Thread(cloud::close));
        cloud.awaitHealth();
        return cloud;
    }

    private static Command command(Path python, Path folder, int port) {
        List<Path> libraries = Workplace.platform();
        String runtime = libraries.stream()
                .filter(jar -> jar.getFileName().toString().startsWith("aws-lambda-"))
                .map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        String database = libraries.stream().filter(jar -> jar.toString().endsWith(".jar"))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        return Command.of(folder, folder.resolve("localstack.log"), START, python.toString(), "-m",
                "localstack.runtime.main")
                .with("GATEWAY_LISTEN", "127.0.0.1:" + port)
                .with("LOCALSTACK_VOLUME_DIR", folder.resolve("volume").toString())
                .with("TMPDIR", folder.toString())
                .with("SKIP_SSL_CERT_DOWNLOAD", "1").with("DISABLE_EVENTS", "1")
                .with("LAMBDA_RUNTIME_EXECUTOR", "process")
                .with("LAMBDA_LIMITS_CODE_SIZE_ZIPPED", "250000000")
                .with("THAW_JAVA", Path.of(System.getProperty("java.home"), "bin/java").toString())
                .with("THAW_RUNTIME_CLASSPATH", runtime)
                .with("THAW_DYNAMODB_CLASSPATH", database)
                .with("THAW_DYNAMODB_LIBRARIES", libraries.get(0).getParent().toString())
                .with("THAW_FUNCTION_LOGS", folder.toString())
                .with("PYTHONPATH", PythonEnvironment.sources().toString());
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private void awaitHealth() {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest health = HttpRequest.newBuilder(endpoint.resolve("/_localstack/health"))
                .timeout(Duration.ofSeconds(5)).build();
        Await.until("LocalStack answers", START, () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException(
                        "LocalStack ended with " + process.exitValue() + ":\n" + command.tail());
            }
            try {
                return client.send(health, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    /** Where every service answers. */
    URI endpoint() {
        return endpoint;
    }

    /** All that the instances of a function have printed so far. */
    String printed(String function) {
        try (var files = Files.list(folder)) {
            StringBuilder all = new StringBuilder();
            for (Path log : files.filter(file -> file.getFileName().toString().startsWith(function)).sorted()
                    .toList()) {
                all.append(Files.readString(log));
            }
            return all.toString();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Ends LocalStack and its children, each by its process id. */
    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        Instant end = Instant.now().plus(STOP);
        try {
            if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
            for (ProcessHandle child : children) {
                long left = Math.max(1, Duration.between(Instant.now(), end).toMillis());
                child.destroy();
                if (!child.onExit().handle((ended, failure) -> failure == null).get(left,
                        TimeUnit.MILLISECONDS)) {
                    child.destroyForcibly();
                }
            }
        } catch (java.util.concurrent.TimeoutException | java.util.concurrent.ExecutionException stubborn) {
            children.forEach(ProcessHandle::destroyForcibly);
        } catch (InterruptedException interrupted) {
            children.forEach(ProcessHandle::destroyForcibly);
            Thread.currentThread().interrupt();
        }
    }
}
