package thaw.azure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import thaw.hosting.ResultDocument;
import thaw.json.JsonObject;

/**
 * Blobs and tables over real HTTP, as far as the adapter uses them, with faults on demand and every write in its order. What
 * it does is compared with Azurite elsewhere.
 */
final class FakeAzure implements AutoCloseable {

    static final String ACCOUNT = "devstoreaccount1";

    /** Answers a request in place of the service. */
    interface Fault {
        Optional<Integer> status(Seen request);
    }

    /**
     * A request as it came.
     *
     * @param headers names in lower case
     */
    record Seen(String method, String path, Map<String, String> headers, byte[] body) {}

    private static final Pattern ROW_KEY = Pattern.compile("RowKey eq '([0-9a-f]+)'");

    final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    final List<Seen> seen = new CopyOnWriteArrayList<>();
    volatile Duration delay = Duration.ZERO;
    volatile Fault fault = request -> Optional.empty();

    private final Map<String, Map<String, JsonObject>> tables = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    FakeAzure() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** As the emulator's, with one port for all services. */
    String connectionString() {
        String storage = endpoint() + "/" + ACCOUNT;
        return "AccountName=" + ACCOUNT + ";AccountKey=bm8gc2VjcmV0;BlobEndpoint=" + storage
                + ";QueueEndpoint="
                + storage + ";TableEndpoint=" + storage + "/tables";
    }

    static String eTag(byte[] bytes) {
        return "\"0x" + ResultDocument.hash(new String(bytes, StandardCharsets.ISO_8859_1)).substring(0, 15)
                + "\"";
    }

    /** The rows of a table in the order of their storing, with long values put together again. */
    List<Map<String, Object>> rows(String table) {
        return List.copyOf(tables.getOrDefault(table, Map.of()).values()).stream().map(StoredRow::fields)
                .toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().replaceFirst("^/" + ACCOUNT, "");
            byte[] body = exchange.getRequestBody().readAllBytes();
            Map<String, String> headers = new LinkedHashMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT),
                            values.get(0)));
            Seen request = new Seen(exchange.getRequestMethod(), path, headers, body);
            seen.add(request);
            await(delay);
            Optional<Integer> broken = fault.status(request);
            if (broken.isPresent()) {
                answer(exchange, broken.get(), "ServerBusy", new byte[0]);
            } else if (path.startsWith("/tables/")) {
                table(exchange, path.substring("/tables/".length()), body);
            } else if (path.endsWith("/messages") || path.endsWith("/docs")) {
                answer(exchange, 201, "", new byte[0]);
            } else {
                blob(exchange, path.substring(1), headers, body);
            }
        }
    }

    private static void await(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void table(HttpExchange exchange, String name, byte[] body) throws IOException {
        Map<String, JsonObject> rows = tables.computeIfAbsent(name.replace("()", ""),
                first -> new LinkedHashMap<>());
        if (exchange.getRequestMethod().equals("POST")) {
            JsonObject row = JsonObject.parse(body, "row");
            boolean first = rows.putIfAbsent(row.string("RowKey"), row) == null;
            answer(exchange, first ? 204 : 409, first ? "" : "EntityAlreadyExists", new byte[0]);
            return;
        }
        List<String> found = new ArrayList<>();
        Matcher asked = ROW_KEY.matcher(exchange.getRequestURI().getQuery());
        while (asked.find()) {
            if (rows.containsKey(asked.group(1))) {
                found.add("{\"RowKey\":\"" + asked.group(1) + "\"}");
            }
        }
        answer(exchange, 200, "", ("{\"value\":" + found + "}").getBytes(StandardCharsets.UTF_8));
    }

    private void blob(HttpExchange exchange, String name, Map<String, String> headers, byte[] body)
            throws IOException {
        if (exchange.getRequestMethod().equals("PUT")) {
            boolean taken = blobs.putIfAbsent(name, body) != null;
            answer(exchange, taken ? 409 : 201, taken ? "BlobAlreadyExists" : "", new byte[0]);
            return;
        }
        byte[] bytes = blobs.get(name);
        String wanted = headers.getOrDefault("if-match", "");
        if (bytes == null) {
            answer(exchange, 404, "BlobNotFound", new byte[0]);
        } else if (!wanted.isEmpty() && !wanted.equals(eTag(bytes))) {
            answer(exchange, 412, "ConditionNotMet", new byte[0]);
        } else {
            exchange.getResponseHeaders().add("ETag", eTag(bytes));
            answer(exchange, 200, "", bytes);
        }
    }

    private static void answer(HttpExchange exchange, int status, String code, byte[] body)
            throws IOException {
        if (!code.isEmpty()) {
            exchange.getResponseHeaders().add("x-ms-error-code", code);
        }
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head) {
            exchange.getResponseHeaders().add("Content-Length", Integer.toString(body.length));
        }
        exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
        if (!head && body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
