package thaw.cloud;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** Stands between a function and a service of the local cloud, and answers in its stead when a test says so. Thread-safe. */
final class FaultProxy implements AutoCloseable {

    private static final Set<String> NOT_PASSED_ON = ignoringCase("Host", "Connection", "Content-Length",
            "Expect",
            "Transfer-Encoding", "Upgrade", "Date");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private volatile Fault fault = request -> Optional.empty();

    /** An answer that the service did not give. */
    record Answer(int status, String body) {

        /** What DynamoDB says when a table gets more than it may. */
        static Answer throttled() {
            return new Answer(400,
                    "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException\","
                            + "\"message\":\"more than the table's throughput\"}");
        }

        /** What S3 says when it is busy. */
        static Answer slowDown() {
            return new Answer(503,
                    "<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>");
        }
    }

    /** What reaches the service: S3 is told by method and path, DynamoDB by its operation. */
    record Request(String method, String path, String operation) {}

    /** What goes wrong. */
    interface Fault {

        /** The answer in the service's stead; empty to let the request pass. */
        Optional<Answer> before(Request request);

        /** Called when the service has done it, and the function does not know yet. */
        default void after(Request request) {}
    }

    private FaultProxy(HttpServer server, URI service) {
        this.server = server;
        server.createContext("/", exchange -> handle(exchange, service));
        server.setExecutor(threads);
        server.start();
    }

    static FaultProxy of(URI service) {
        try {
            return new FaultProxy(
                    HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0),
                    service);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void faultyBy(Fault next) {
        fault = next;
    }

    void mend() {
        fault = request -> Optional.empty();
    }

    private void handle(HttpExchange exchange, URI service) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Request request = new Request(exchange.getRequestMethod(), exchange.getRequestURI().getPath(),
                    Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Amz-Target"))
                            .map(target -> target.substring(target.indexOf('.') + 1)).orElse(""));
            Fault now = fault;
            Optional<Answer> instead = now.before(request);
            if (instead.isPresent()) {
                send(exchange, instead.get().status(), instead.get().body().getBytes(StandardCharsets.UTF_8));
                return;
            }
            HttpResponse<byte[]> answer = client.send(passedOn(exchange, service, body),
                    BodyHandlers.ofByteArray());
            now.after(request);
            answer.headers().map().forEach((name, values) -> {
                if (!NOT_PASSED_ON.contains(name)) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            send(exchange, answer.statusCode(), answer.body());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static HttpRequest passedOn(HttpExchange exchange, URI service, byte[] body) {
        URI asked = exchange.getRequestURI();
        String query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(service + asked.getRawPath() + query))
                .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!NOT_PASSED_ON.contains(name)) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private static Set<String> ignoringCase(String... names) {
        Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        set.addAll(Set.of(names));
        return set;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
