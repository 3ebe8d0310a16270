package thaw.cloud;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import thaw.testing.ChildProcess;
import thaw.testing.Command;
import thaw.testing.PythonEnvironment;
import thaw.testing.Workplace;

/**
 * LocalStack as a process on a free port of the loopback interface, with functions and DynamoDB as its child processes. One
 * for all tests of a run. Thread-safe.
 */
final class LocalCloud implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration LIFE = Duration.ofHours(1);

    private final ChildProcess process;
    private final URI endpoint;
    private final Path folder;

    private LocalCloud(ChildProcess process, URI endpoint, Path folder) {
        this.process = process;
        this.endpoint = endpoint;
        this.folder = folder;
    }

    /** Starts it and waits until it answers. */
    static LocalCloud start() {
        Workplace.need(Workplace.isLinuxOnX64(), "the local cloud runs on Linux on x86-64");
        Workplace.require("node",
                "install Node 18 or newer with npm: LocalStack's Kinesis is a Node program");
        Path python = PythonEnvironment.of("localstack", CloudParts.python().resolve("requirements.lock"));
        Path folder = Workplace.scratch("localstack");
        int port = Workplace.freePort();
        LocalCloud cloud = new LocalCloud(ChildProcess.start(command(python, folder, port)),
                URI.create("http://127.0.0.1:" + port), folder);
        cloud.process.awaitAnswer(cloud.endpoint.resolve("/_localstack/health"), START);
        return cloud;
    }

    private static Command command(Path python, Path folder, int port) {
        List<Path> libraries = CloudParts.platform();
        String runtime = libraries.stream()
                .filter(jar -> jar.getFileName().toString().startsWith("aws-lambda-"))
                .map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        String database = libraries.stream().filter(jar -> jar.toString().endsWith(".jar"))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        return Command.of(folder, folder.resolve("localstack.log"), LIFE, python.toString(), "-m",
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
                .with("PYTHONPATH", CloudParts.python().toString());
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
        process.close();
    }
}
