package thaw.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** A server of a cloud's control plane in this JVM, on the loopback interface: resources by their paths. */
abstract class FakeCloud implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Map<String, ObjectNode> resources = new TreeMap<>();
    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

    FakeCloud(HttpServer server) {
        this.server = server;
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::handle);
        server.start();
    }

    static HttpServer plain() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /** What is answered with a status and a document. */
    record Answer(int status, byte[] body, Map<String, String> headers) {

        Answer(int status, ObjectNode body, Map<String, String> headers) {
            this(status, body.toString().getBytes(StandardCharsets.UTF_8), headers);
        }

        static Answer of(int status, ObjectNode body) {
            return new Answer(status, body, Map.of());
        }
    }

    abstract Answer answer(Request request);

    final int port() {
        return server.getAddress().getPort();
    }

    final Map<String, ObjectNode> resources() {
        return resources;
    }

    /** Method and path of every request, in order. */
    final List<String> calls() {
        synchronized (calls) {
            return List.copyOf(calls);
        }
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static ObjectNode error(String message) {
        ObjectNode error = object();
        error.putObject("error").put("code", 404).put("message", message).put("status", "NOT_FOUND");
        return error;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Request request = Request.of(exchange);
            Answer answer = answered(request);
            calls.add(request.method() + " " + request.path() + " " + answer.status());
            byte[] body = answer.body();
            boolean empty = answer.status() == 204 || request.method().equals("HEAD");
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(answer.status(), empty ? -1 : body.length);
            if (!empty) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private Answer answered(Request request) {
        try {
            return answer(request);
        } catch (RuntimeException unexpected) {
            return Answer.of(500, error(request.method() + " " + request.path() + ": " + unexpected));
        }
    }

    static ObjectNode parse(byte[] body) {
        try {
            return body.length == 0 ? object() : (ObjectNode) JSON.readTree(body);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
