package thaw.packaging;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thaw.json.Json;
import thaw.json.JsonObject;
import thaw.testing.Await;
import thaw.testing.Command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** An image in a container engine, as its own user, with nothing that can be written and little memory. */
class ContainerEngineIT {

    private static final String ENGINE = System.getProperty("container.engine", "");
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private String engine(String... arguments) {
        String[] line = new String[arguments.length + 1];
        line[0] = ENGINE;
        System.arraycopy(arguments, 0, line, 1, arguments.length);
        return Command.of(folder, LIMIT, line).run().strip();
    }

    @Test
    void answersFromAReadOnlyRoot() throws Exception {
        assumeTrue(!ENGINE.isEmpty(), "needs a container engine: -Dcontainer.engine=docker or podman");
        PackageReport report = Packaged.pack("digits", Target.CONTAINER, folder);
        engine("load", "-i", report.artefact().toString());
        String id = engine("run", "-d", "--read-only", "--memory", "512m", "-p", "127.0.0.1::8080",
                "digits:latest");
        try {
            String address = engine("port", id, "8080").lines().findFirst().orElseThrow();
            JsonObject sample = JsonObject.parse(Files.readAllBytes(report.folder().resolve("request.json")),
                    "request");
            HttpRequest request = HttpRequest
                    .newBuilder(URI.create("http://" + address + sample.string("path")))
                    .header("content-type", sample.string("content_type"))
                    .POST(HttpRequest.BodyPublishers
                            .ofByteArray(Base64.getDecoder().decode(sample.string("body_base64"))))
                    .build();
            Await.until("the container listens", LIMIT, () -> listens(request));
            HttpResponse<byte[]> response = HttpClient.newHttpClient().send(request,
                    HttpResponse.BodyHandlers.ofByteArray());
            assertEquals(200, response.statusCode(), () -> engine("logs", id));
            Map<?, ?> answer = (Map<?, ?>) Json.parse(response.body(), "answer");
            ((Map<?, ?>) Packaged.prediction("digits"))
                    .forEach((field, value) -> assertEquals(value, answer.get(field), answer::toString));
            assertEquals("65532:65532", engine("inspect", "--format", "{{.Config.User}}", id));
        } finally {
            engine("rm", "-f", id);
            engine("rmi", "-f", "digits:latest");
        }
    }

    private static boolean listens(HttpRequest request) throws InterruptedException {
        try {
            HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }
}
