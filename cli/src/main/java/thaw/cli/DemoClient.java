package thaw.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import thaw.InferenceException;
import thaw.json.Json;
import thaw.json.JsonObject;

/** A caller of a running server, as any other over HTTP. */
final class DemoClient {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int ROWS = 1000;
    private static final double NANOS_PER_MILLI = 1e6;

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE).build();
    private final URI server;

    DemoClient(URI server) {
        this.server = server;
    }

    /** Posts an input and reads the answer; the time is the whole way there and back. */
    DemoAnswer predict(DemoCase asked) {
        HttpRequest request = HttpRequest
                .newBuilder(server.resolve("/v2/models/" + asked.model() + "/predict"))
                .header("Content-Type", asked.contentType()).timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(asked.body())).build();
        long start = System.nanoTime();
        byte[] body = send(request);
        double millis = (System.nanoTime() - start) / NANOS_PER_MILLI;
        return DemoAnswer.of(asked, (Map<?, ?>) Json.parse(body, asked.name()), millis);
    }

    /** The last stored results, as the server's page gets them. */
    List<Map<?, ?>> results() {
        HttpRequest request = HttpRequest.newBuilder(server.resolve("/api/results?limit=" + ROWS))
                .timeout(PATIENCE)
                .build();
        List<Map<?, ?>> rows = new ArrayList<>();
        Object results = JsonObject.parse(send(request), "/api/results").get("results");
        if (results instanceof List<?> list) {
            list.forEach(row -> rows.add((Map<?, ?>) row));
        }
        return rows;
    }

    private byte[] send(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw InferenceException.internal(request.uri().toString(), "expected 200, got "
                        + response.statusCode() + " " + new String(response.body()), null);
            }
            return response.body();
        } catch (IOException failure) {
            throw InferenceException.unavailable(request.uri().toString(), "no answer: " + failure, failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw InferenceException.unavailable(request.uri().toString(), "interrupted", stopped);
        }
    }
}
