package thaw.gcp.local;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import thaw.json.JsonObject;
import thaw.testing.ChildProcess;
import thaw.testing.Command;
import thaw.testing.PythonEnvironment;
import thaw.testing.Workplace;

/** fake-gcs-server, whose uploads publish notifications to the emulator of Pub/Sub. */
final class ObjectStore implements AutoCloseable {

    private final int port = Workplace.freePort();
    private final ChildProcess process;

    ObjectStore(PubSubEmulator events, String topic) throws Exception {
        Workplace.need(Workplace.isLinuxOnX64(), "fake-gcs-server is bundled for Linux on x86-64 only");
        Path python = PythonEnvironment.of("gcs",
                Workplace.root().resolve("gcp-adapter/src/test/python/requirements.lock"));
        process = ChildProcess.start(Command
                .of(Workplace.scratch("gcs"), Duration.ofMinutes(20), server(python).toString(),
                        "-scheme", "http", "-host", "127.0.0.1", "-port", Integer.toString(port), "-backend",
                        "memory",
                        "-public-host", "127.0.0.1:" + port, "-event.pubsub-project-id",
                        PubSubEmulator.PROJECT,
                        "-event.pubsub-topic", topic, "-event.list", "finalize", "-event.bucket", "uploads")
                .with("PUBSUB_EMULATOR_HOST", events.host()));
        process.awaitAnswer(URI.create(address() + "/storage/v1/b"), Duration.ofMinutes(1));
    }

    private static Path server(Path python) throws Exception {
        try (Stream<Path> files = Files.walk(python.getParent().getParent().resolve("lib"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("fake-gcs-server-linux"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    String address() {
        return "http://127.0.0.1:" + port;
    }

    void bucket(String name) {
        Rest.post(address() + "/storage/v1/b?project=" + PubSubEmulator.PROJECT, Map.of("name", name));
    }

    void upload(String bucket, String name, byte[] bytes) {
        HttpResponse<byte[]> answer = Rest.send(HttpRequest
                .newBuilder(URI.create(address() + "/upload/storage/v1/b/"
                        + bucket + "/o?uploadType=media&name="
                        + URLEncoder.encode(name, StandardCharsets.UTF_8)))
                .timeout(Duration.ofSeconds(60)).POST(BodyPublishers.ofByteArray(bytes)).build());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(name + ": " + answer.statusCode());
        }
    }

    List<String> names(String bucket, String prefix) {
        List<String> names = new ArrayList<>();
        JsonObject page = Rest
                .get(address() + "/storage/v1/b/" + bucket + "/o?maxResults=1000&prefix=" + prefix);
        page.objects("items").forEach(item -> names.add(item.string("name")));
        return names;
    }

    JsonObject read(String bucket, String name) {
        return Rest.get(address() + "/storage/v1/b/" + bucket + "/o/"
                + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20") + "?alt=media");
    }

    @Override
    public void close() {
        process.close();
    }
}
