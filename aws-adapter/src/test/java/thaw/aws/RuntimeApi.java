package thaw.aws;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** Lambda's Runtime API as the runtime client sees it. */
final class RuntimeApi implements AutoCloseable {

    /** What the client said of an invocation: {@code response}, {@code error}, or {@code init/error}. */
    record Outcome(String kind, byte[] body) {}

    private record Waiting(String id, byte[] event, long deadlineMillis) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingQueue<Waiting> waiting = new LinkedBlockingQueue<>();
    private final Map<String, BlockingQueue<Outcome>> outcomes = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> taken = new ConcurrentHashMap<>();
    private final CountDownLatch restored = new CountDownLatch(1);
    private final CountDownLatch ready = new CountDownLatch(1);
    private final AtomicInteger under = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

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
        String id = UUID.randomUUID().toString();
        give(id, event, time);
        Duration patience = Duration.ofSeconds(60);
        return outcome(id, patience)
                .orElseGet(() -> new Outcome("nothing within " + patience, new byte[0]));
    }

    /** Gives an event. Its clock starts when the client takes it, as that of an invocation does. */
    void give(String id, byte[] event, Duration time) {
        waiting.add(new Waiting(id, event, time.toMillis()));
    }

    /** Waits until the client has taken an event, and its time runs. */
    boolean awaitTaken(String id, Duration patience) throws InterruptedException {
        return taken(id).await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private CountDownLatch taken(String id) {
        return taken.computeIfAbsent(id, first -> new CountDownLatch(1));
    }

    /** What the client says of an invocation. */
    Optional<Outcome> outcome(String id, Duration patience) throws InterruptedException {
        return Optional.ofNullable(queue(id).poll(patience.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** What the client says of its start, if that fails. */
    Optional<Outcome> initError(Duration patience) throws InterruptedException {
        return outcome("init", patience);
    }

    private BlockingQueue<Outcome> queue(String id) {
        return outcomes.computeIfAbsent(id, first -> new LinkedBlockingQueue<>());
    }

    /** The most invocations that the client had at a time. */
    int mostSideBySide() {
        return most.get();
    }

    /** Waits until the client is ready for its snapshot. */
    boolean awaitSnapshot(Duration patience) throws InterruptedException {
        return ready.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Tells the client that it goes on from its snapshot. */
    void restore() {
        restored.countDown();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String[] path = exchange.getRequestURI().getPath().split("/");
            byte[] body = exchange.getRequestBody().readAllBytes();
            String kind = path[path.length - 1];
            String about = path[path.length - 2];
            if (kind.equals("next") && about.equals("restore")) {
                restoring(exchange);
            } else if (kind.equals("next")) {
                give(exchange);
            } else {
                under.decrementAndGet();
                queue(about).add(new Outcome(about.equals("init") ? "init/error" : kind, body));
                exchange.sendResponseHeaders(202, -1);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void restoring(HttpExchange exchange) throws IOException, InterruptedException {
        ready.countDown();
        restored.await();
        exchange.sendResponseHeaders(200, -1);
    }

    private void give(HttpExchange exchange) throws IOException, InterruptedException {
        Waiting next = waiting.take();
        most.accumulateAndGet(under.incrementAndGet(), Math::max);
        exchange.getResponseHeaders().set("Lambda-Runtime-Aws-Request-Id", next.id());
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
        taken(next.id()).countDown();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
