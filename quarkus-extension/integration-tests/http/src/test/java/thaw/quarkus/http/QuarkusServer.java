package thaw.quarkus.http;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import thaw.testing.ChildProcess;
import thaw.testing.Command;
import thaw.testing.Workplace;

/** What Quarkus made, as a process of its own: an executable if there is one, or else its jar on this JVM. */
final class QuarkusServer implements AutoCloseable {

    private static final Path OUTPUT = Path.of(System.getProperty("thaw.output"));
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final int port = Workplace.freePort();
    private final ChildProcess process;

    private QuarkusServer(Map<String, String> settings) throws IOException {
        Command command = Command.of(Files.createTempDirectory("thaw-quarkus"), LIMIT, line())
                .with("QUARKUS_HTTP_PORT", Integer.toString(port)).with("QUARKUS_HTTP_HOST", "127.0.0.1");
        process = ChildProcess.start(command.with(settings));
    }

    /** Starts it and waits until it answers. */
    static QuarkusServer start(Map<String, String> settings) throws IOException {
        QuarkusServer server = new QuarkusServer(settings);
        server.process.awaitAnswer(server.uri("/v2/health/ready"), PATIENCE);
        return server;
    }

    private static String[] line() throws IOException {
        try (Stream<Path> files = Files.list(OUTPUT)) {
            return files.filter(file -> file.toString().endsWith("-runner")).findFirst()
                    .map(executable -> List.of(executable.toString())).orElseGet(QuarkusServer::jar)
                    .toArray(String[]::new);
        }
    }

    private static List<String> jar() {
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "-jar", OUTPUT.resolve("quarkus-app/quarkus-run.jar").toString());
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    String printed() {
        return process.printed();
    }

    @Override
    public void close() {
        process.close();
    }
}
