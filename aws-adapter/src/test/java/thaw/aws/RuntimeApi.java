package thaw.aws;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** Lambda's Runtime API as the runtime client sees it. */
final class RuntimeApi implements AutoCloseable {

    /** What the client said of an invocation: {@code response}, {@code error}, or {@code init/error}. */
    record Outcome(String kind, byte[] body) {}

    private record Waiting(byte[] event, long deadlineMillis) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingQueue<Waiting> waiting = new LinkedBlockingQueue<>();
    private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();

    RuntimeApi() throws IOException {
        // Else each answer waits 40 ms for the acknowledgement of its headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/2018-06-01/runtime/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Gives an event with that much time, and waits for what becomes of it. */
    Outcome invoke(byte[] event, Duration time) throws InterruptedException {
        // The clock of an invocation starts when the client takes it: here its deadline is set then.
        waiting.add(new Waiting(event, time.toMillis()));
        return next(Duration.ofSeconds(20));
    }

    /** What the client says next. */
    Outcome next(Duration most) throws InterruptedException {
        Outcome outcome = outcomes.poll(most.toMillis(), TimeUnit.MILLISECONDS);
        return outcome == null ? new Outcome("nothing within " + most, new byte[0]) : outcome;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (path.endsWith("/invocation/next")) {
                give(exchange);
            } else {
                outcomes.add(new Outcome(path.endsWith("/init/error") ? "init/error"
                        : path.substring(path.lastIndexOf('/') + 1), body));
                exchange.sendResponseHeaders(202, -1);
            }
        }
    }

    private void give(HttpExchange exchange) throws IOException {
        try {
            Waiting next = waiting.take();
            exchange.getResponseHeaders().set("Lambda-Runtime-Aws-Request-Id", UUID.randomUUID().toString());
            exchange.getResponseHeaders().set("Lambda-Runtime-Deadline-Ms",
                    Long.toString(System.currentTimeMillis() + next.deadlineMillis()));
            exchange.getResponseHeaders().set("Lambda-Runtime-Trace-Id",
                    "Root=1-5e66d96f-7491f09xmpl79d18acf3d050;Sampled=1");
            exchange.getResponseHeaders().set("Lambda-Runtime-Invoked-Function-Arn",
                    "arn:aws:lambda:eu-west-1:123456789012:function:test");
            // The native client does not survive an answer without it.
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, next.event().length);
            exchange.getResponseBody().write(next.event());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
