package thaw.quarkus.http;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

import org.junit.jupiter.api.Test;
import thaw.conformance.SampleData;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The models that the build laid beside the application, with nobody telling where. */
class PackagedModelsIT {

    @Test
    void areFoundBesideTheApplication() throws Exception {
        try (QuarkusServer server = QuarkusServer.start(Map.of("THAW_MODEL", "digits"))) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("/v2/models/digits/predict"))
                    .header("Content-Type", "image/png")
                    .POST(BodyPublishers.ofFile(SampleData.models().resolve("digits/1/warmup.png"))).build();
            HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
            assertEquals(200, answer.statusCode(), server.printed());
            assertTrue(answer.body().contains("\"label\":"), answer.body());
        }
    }
}
