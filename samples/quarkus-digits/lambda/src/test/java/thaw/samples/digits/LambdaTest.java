package thaw.samples.digits;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import thaw.conformance.RecordedEvents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The function as Quarkus' Lambda test server calls it. */
@QuarkusTest
class LambdaTest {

    private static final String PORT = "quarkus.lambda.mock-event-server.test-port";

    @Inject
    Config config;

    @Test
    void readsTheDigitOfAPicture() throws Exception {
        HttpRequest event = HttpRequest
                .newBuilder(
                        URI.create("http://localhost:" + config.getValue(PORT, String.class) + "/_lambda_"))
                .POST(BodyPublishers.ofByteArray(RecordedEvents.bytes("aws/http-api/picture"))).build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(event, BodyHandlers.ofString());
        assertEquals(200, answer.statusCode());
        assertTrue(answer.body().contains("\\\"label\\\":\\\"7\\\""), answer.body());
    }
}
