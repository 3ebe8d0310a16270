package thaw.cloud;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import thaw.testing.ChildProcess;
import thaw.testing.Command;
import thaw.testing.NodePackages;
import thaw.testing.PythonEnvironment;
import thaw.testing.RuntimeClientLibrary;
import thaw.testing.Workplace;

/**
 * LocalStack as a process on a free port of the loopback interface, with functions and DynamoDB as its child processes. One
 * for all tests of a run. Thread-safe.
 */
final class LocalCloud implements Cloud {

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
        Path kinesis = NodePackages.of("kinesis", CloudParts.kinesis());
        Path python = PythonEnvironment.of("localstack", CloudParts.python().resolve("requirements.lock"));
        Path folder = Workplace.scratch("localstack");
        int port = Workplace.freePort();
        LocalCloud cloud = new LocalCloud(ChildProcess.start(command(python, kinesis, folder, port)),
                URI.create("http://127.0.0.1:" + port), folder);
        cloud.process.awaitAnswer(cloud.endpoint.resolve("/_localstack/health"), START);
        return cloud;
    }

    private static Command command(Path python, Path kinesis, Path folder, int port) {
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
                // Waits of the real cloud that a test need not wait for.
                .with("KINESIS_LATENCY", "0").with("KINESIS_PERSISTENCE", "0")
                .with("LAMBDA_RETRY_BASE_DELAY", "1")
                .with("LAMBDA_EVENT_SOURCE_MAPPING_POLL_INTERVAL_SEC", "0.2")
                .with("LAMBDA_EVENT_SOURCE_MAPPING_MAX_BACKOFF_ON_EMPTY_POLL_SEC", "1")
                .with("LAMBDA_EVENT_SOURCE_MAPPING_MAX_BACKOFF_ON_ERROR_SEC", "5")
                .with("THAW_KINESIS", kinesis.toString())
                .with("SKIP_SSL_CERT_DOWNLOAD", "1").with("DISABLE_EVENTS", "1")
                .with("LAMBDA_RUNTIME_EXECUTOR", "process")
                .with("LAMBDA_LIMITS_CODE_SIZE_ZIPPED", "250000000")
                .with("THAW_JAVA", Path.of(System.getProperty("java.home"), "bin/java").toString())
                .with("THAW_RUNTIME_CLASSPATH", runtime)
                .with("THAW_RUNTIME_OPTION", RuntimeClientLibrary.option(runtime))
                .with("THAW_DYNAMODB_CLASSPATH", database)
                .with("THAW_DYNAMODB_LIBRARIES", libraries.get(0).getParent().toString())
                .with("THAW_FUNCTION_LOGS", folder.toString())
                .with("PYTHONPATH", CloudParts.python().toString());
    }

    URI address() {
        return endpoint;
    }

    @Override
    public Optional<URI> endpoint() {
        return Optional.of(endpoint);
    }

    @Override
    public Region region() {
        return Region.US_EAST_1;
    }

    @Override
    public AwsCredentialsProvider credentials() {
        return RemoteCloud.ANY;
    }

    @Override
    public String printed(String function) {
        return String.join("", read(function, ".log"));
    }

    /** The names of all classes that the instances of a function have loaded so far. */
    Set<String> loaded(String function) {
        return read(function, ".classes").stream().flatMap(String::lines)
                .map(line -> line.replaceFirst("^(\\[[^]]*\\]\\s*)*", "").split(" ")[0])
                .collect(Collectors.toSet());
    }

    /** Ends the instances of a function as the operating system does when memory runs out: without a word. */
    void kill(String function) {
        read(function, ".pid").forEach(
                pid -> ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly));
    }

    private List<String> read(String function, String suffix) {
        try (var files = Files.list(folder)) {
            List<String> texts = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith(function + "-") && name.endsWith(suffix)) {
                    texts.add(Files.readString(file));
                }
            }
            return texts;
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
