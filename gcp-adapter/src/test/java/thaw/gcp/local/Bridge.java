package thaw.gcp.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import thaw.json.JsonObject;

/** In Eventarc's place: takes notifications by push, posts CloudEvents in binary mode, hands the status back. */
final class Bridge implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final URI function;

    Bridge(URI function) throws IOException {
        this.function = function;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::forward);
        server.setExecutor(threads);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private void forward(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonObject message = JsonObject.parse(exchange.getRequestBody().readAllBytes(), "push")
                    .required("message");
            byte[] object = Base64.getDecoder().decode(message.string("data"));
            HttpRequest event = HttpRequest.newBuilder(function).timeout(Duration.ofSeconds(60))
                    .header("Content-Type", "application/json").header("ce-specversion", "1.0")
                    .header("ce-type", "google.cloud.storage.object.v1.finalized")
                    .header("ce-source", "//storage.googleapis.com/projects/_/buckets/uploads")
                    .header("ce-id", message.string("messageId")).POST(BodyPublishers.ofByteArray(object))
                    .build();
            exchange.sendResponseHeaders(Rest.send(event).statusCode(), -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
