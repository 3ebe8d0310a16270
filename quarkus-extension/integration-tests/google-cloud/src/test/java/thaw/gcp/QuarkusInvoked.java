package thaw.gcp;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import thaw.testing.ChildProcess;
import thaw.testing.Command;
import thaw.testing.Workplace;

/** The jars that Quarkus made, behind Google's own invoker in a process of its own. */
final class QuarkusInvoked implements GoogleDriver.Instance {

    private static final Path FOLDER = Path.of(System.getProperty("thaw.function.folder"));
    private static final String MAIN = "com.google.cloud.functions.invoker.runner.Invoker";
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Map<Map<String, String>, QuarkusInvoked> SHARED = new HashMap<>();

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port = Workplace.freePort();
    private final ChildProcess process;

    /**
     * Starts it. A function on HTTP has nothing to remember and uses no service: one for each setting answers all tests,
     * and ends with them.
     */
    static GoogleDriver.Instance start(Map<String, String> environment, String signature) throws IOException {
        if (!environment.get("THAW_TRIGGER").equals("http")) {
            return new QuarkusInvoked(environment, signature);
        }
        Map<String, String> settings = new HashMap<>(environment);
        settings.keySet().removeIf(name -> !name.startsWith("THAW_"));
        synchronized (SHARED) {
            if (!SHARED.containsKey(settings)) {
                SHARED.put(settings, new QuarkusInvoked(environment, signature));
            }
            return SHARED.get(settings);
        }
    }

    private QuarkusInvoked(Map<String, String> environment, String signature) throws IOException {
        Command command = Command.of(Files.createTempDirectory("thaw-quarkus"), LIMIT,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "-cp", invoker(), MAIN, "--classpath", application(), "--target",
                "thaw.quarkus.google.QuarkusFunction", "--port", Integer.toString(port));
        process = ChildProcess
                .start(command.with(environment).with("FUNCTION_SIGNATURE_TYPE", signature));
        process.awaitAnswer(uri("/"), PATIENCE);
    }

    private static String application() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            Path jar = files.filter(file -> file.toString().endsWith("-runner.jar")).findFirst()
                    .orElseThrow();
            return jar + File.pathSeparator + FOLDER.resolve("lib") + "/*";
        }
    }

    /** The invoker is one jar with all that it needs. */
    private static String invoker() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(path.split(File.pathSeparator))
                .filter(jar -> jar.contains("java-function-invoker")
                        || jar.contains("functions-framework-api"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Override
    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    @Override
    public HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofByteArray());
    }

    @Override
    public HttpResponse<byte[]> post(Posting posting) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri("/")).timeout(Duration.ofSeconds(60))
                .POST(BodyPublishers.ofByteArray(posting.body()));
        posting.headers().forEach(request::header);
        return send(request.build());
    }

    @Override
    public void close() {
        if (!SHARED.containsValue(this)) {
            process.close();
        }
    }
}
