package thaw.gcp.local;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import thaw.json.Json;
import thaw.json.JsonObject;

/** Requests of a test to an emulator. */
final class Rest {

    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .build();

    private Rest() {}

    static JsonObject put(String address, Object tree) {
        return JsonObject.of(sent(address, "PUT", tree), address);
    }

    static JsonObject post(String address, Object tree) {
        return JsonObject.of(sent(address, "POST", tree), address);
    }

    /** Whose answer is a list. */
    static Object postForList(String address, Object tree) {
        return sent(address, "POST", tree);
    }

    static JsonObject get(String address) {
        return JsonObject.of(sent(address, "GET", null), address);
    }

    private static Object sent(String address, String method, Object tree) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json").header("Authorization", "Bearer owner")
                .method(method, tree == null ? BodyPublishers.noBody()
                        : BodyPublishers.ofByteArray(Json.bytes(tree)))
                .build();
        HttpResponse<byte[]> response = send(request);
        if (response.statusCode() >= 300) {
            throw new IllegalStateException(method + " " + address + ": " + response.statusCode() + " "
                    + new String(response.body(), java.nio.charset.StandardCharsets.UTF_8));
        }
        return Json.parse(response.body(), address);
    }

    static HttpResponse<byte[]> send(HttpRequest request) {
        try {
            // The timeout of a request ends with its headers: a body may still stay away.
            return CLIENT.sendAsync(request, BodyHandlers.ofByteArray()).get(2, TimeUnit.MINUTES);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IllegalStateException(request + ": " + failure, failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
