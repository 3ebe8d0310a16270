package thaw.gcp.local;

import java.io.File;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import thaw.conformance.SampleData;
import thaw.json.JsonObject;
import thaw.testing.ChildProcess;
import thaw.testing.Command;
import thaw.testing.Workplace;

/** The function behind Google's own invoker, in a process of its own, as its container starts it. */
final class Instance implements AutoCloseable {

    private static final String TARGET = "thaw.gcp.CloudFunction";

    private final int port;
    private final ChildProcess process;

    /** Starts it, and waits for its port. */
    static Instance ready(int port, Map<String, String> settings) {
        Instance instance = new Instance(port, settings);
        instance.process.awaitAnswer(instance.uri("/v2/health/ready"), Duration.ofMinutes(2));
        return instance;
    }

    Instance(int port, Map<String, String> settings) {
        this.port = port;
        Map<String, String> environment = new HashMap<>();
        environment.put("THAW_MODELS", SampleData.models().toString());
        environment.put("GOOGLE_CLOUD_PROJECT", PubSubEmulator.PROJECT);
        environment.put("K_SERVICE", "conformance");
        environment.putAll(settings);
        List<String> parts = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .toList();
        String invoker = parts.stream().filter(Instance::invoker).findFirst().orElseThrow();
        String own = parts.stream().filter(part -> !invoker(part) && !part.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
        process = ChildProcess.start(Command.of(Workplace.scratch("instance-" + port), Duration.ofMinutes(20),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
                "-XX:+UseSerialGC", "-cp", invoker, "com.google.cloud.functions.invoker.runner.Invoker",
                "--classpath", own, "--target", TARGET, "--port", Integer.toString(port)).with(environment));
    }

    private static boolean invoker(String part) {
        return part.contains("java-function-invoker");
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    ChildProcess process() {
        return process;
    }

    HttpResponse<byte[]> post(String path, Map<String, String> headers, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofMinutes(2))
                .POST(BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return Rest.send(request.build());
    }

    /** The lines that it logged as JSON. */
    List<JsonObject> log() {
        return process.printed().lines().filter(line -> line.startsWith("{"))
                .map(line -> JsonObject.parse(line.getBytes(java.nio.charset.StandardCharsets.UTF_8), "log"))
                .toList();
    }

    @Override
    public void close() {
        process.close();
    }
}
