package thaw.quarkus.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.quarkus.test.QuarkusDevModeTest;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import thaw.conformance.SampleData;
import thaw.testing.Workplace;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** Dev mode: what is saved in the models' folder is there with the next request. */
class ChangedModelTest {

    private static final Path MODELS = Workplace.scratch("changed-model");
    private static final int PORT = Workplace.freePort();
    private static final Duration LONGEST = Duration.ofMinutes(2);

    @RegisterExtension
    static final QuarkusDevModeTest APPLICATION = new QuarkusDevModeTest().withApplicationRoot(root -> root
            .addAsResource(new StringAsset("quarkus.thaw.models=" + copies() + "\nquarkus.http.port=" + PORT
                    + "\n"), "application.properties"));

    private static Path copies() {
        try {
            for (String version : new String[]{"1", "2"}) {
                Workplace.copy(SampleData.models().resolve("digits/1"),
                        MODELS.resolve("digits").resolve(version));
            }
            Files.writeString(MODELS.resolve("digits/aliases.json"), "{\"prod\": \"1\"}");
            return MODELS;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void servesTheVersionThatAnAliasLeadsTo() throws Exception {
        assertTrue(ready().contains("\"digits\": \"1, loaded\""), ready());

        Files.writeString(MODELS.resolve("digits/aliases.json"), "{\"prod\": \"2\"}");

        long deadline = System.nanoTime() + LONGEST.toNanos();
        String answer = ready();
        while (!answer.contains("\"digits\": \"2, loaded\"") && System.nanoTime() < deadline) {
            answer = ready();
        }
        assertTrue(answer.contains("\"digits\": \"2, loaded\""), answer);
    }

    private static String ready() throws Exception {
        HttpRequest request = HttpRequest
                .newBuilder(URI.create("http://localhost:" + PORT + "/q/health/ready"))
                .timeout(LONGEST).build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
}
