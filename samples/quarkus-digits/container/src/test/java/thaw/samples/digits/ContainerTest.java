package thaw.samples.digits;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The function as a client calls it. */
@QuarkusTest
class ContainerTest {

    @TestHTTPResource("/v2/models/digits/predict")
    URI address;

    @Test
    void readsTheDigitOfAPicture() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(address).header("Content-Type", "image/png")
                .POST(BodyPublishers.ofFile(Path.of("../../models/digits/1/warmup.png"))).build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertEquals(200, answer.statusCode());
        assertTrue(answer.body().contains("\"label\":"), answer.body());
    }
}
