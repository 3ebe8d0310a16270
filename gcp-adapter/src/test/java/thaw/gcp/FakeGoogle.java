package thaw.gcp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.zip.CRC32C;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import thaw.json.Json;
import thaw.json.JsonObject;

/**
 * The endpoints of Cloud Storage, Firestore, Pub/Sub, BigQuery and the metadata server as far as a function uses them, on
 * the wire and in memory, with faults when asked.
 */
public final class FakeGoogle implements AutoCloseable {

    private record Answer(int status, byte[] body) {}

    /** An object and its generation. */
    record Stored(byte[] bytes, String generation) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    final Map<String, Stored> objects = new ConcurrentHashMap<>();
    final Map<String, Map<String, Object>> documents = Collections.synchronizedMap(new LinkedHashMap<>());
    final List<JsonObject> messages = new CopyOnWriteArrayList<>();
    final Map<String, JsonObject> rows = new ConcurrentHashMap<>();
    final List<String> requests = new CopyOnWriteArrayList<>();
    final List<String> tokens = new CopyOnWriteArrayList<>();
    /** By request, {@code POST /v1/...}: the status that it fails with. */
    volatile Function<String, Optional<Integer>> faults = request -> Optional.empty();
    /** The code with which the next so many documents or rows are refused. */
    final AtomicInteger refusals = new AtomicInteger();
    volatile int refusalCode = 8;
    /** A text that makes a document refused in which it is. */
    volatile String refusedText = "";
    /** A text that makes the request of documents bad in which it is. */
    volatile String bad = "";
    private final AtomicInteger generations = new AtomicInteger(1000);

    public FakeGoogle() throws IOException {
        // Else each answer waits 40 ms for the acknowledgement of its headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The variables that lead a function here. */
    public Map<String, String> environment() {
        String host = "127.0.0.1:" + server.getAddress().getPort();
        return Map.of("STORAGE_EMULATOR_HOST", "http://" + host, "PUBSUB_EMULATOR_HOST", host,
                "FIRESTORE_EMULATOR_HOST", host, "BIGQUERY_EMULATOR_HOST", host, "GCE_METADATA_HOST", host,
                "GOOGLE_CLOUD_PROJECT", "example");
    }

    String put(String bucket, String name, byte[] bytes) {
        String generation = Integer.toString(generations.incrementAndGet());
        objects.put(bucket + "/" + name, new Stored(bytes, generation));
        return generation;
    }

    /** Says of each request whether it fails, and with which status; may take its time. */
    public void faultsOf(Function<String, Optional<Integer>> rule) {
        faults = rule;
    }

    /** Fails the next so many requests that contain that. */
    void failNext(String part, int times, int status) {
        AtomicInteger left = new AtomicInteger(times);
        faults = request -> request.contains(part) && left.getAndDecrement() > 0 ? Optional.of(status)
                : Optional.empty();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String request = exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath();
            requests.add(request + "?" + exchange.getRequestURI().getRawQuery());
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                    .ifPresent(tokens::add);
            Answer answer = faults.apply(request)
                    .map(status -> json(status, Map.of("error", Map.of("message", "asked for by the test"))))
                    .orElseGet(() -> answer(exchange, body));
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1
                    : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (RuntimeException defect) {
            defect.printStackTrace();
            throw defect;
        }
    }

    private static Answer json(int status, Object tree) {
        return new Answer(status, Json.bytes(tree));
    }

    private Answer answer(HttpExchange exchange, byte[] body) {
        String path = exchange.getRequestURI().getRawPath();
        if (path.startsWith("/computeMetadata/")) {
            return path.endsWith("token")
                    ? json(200,
                            Map.of("access_token", "t-" + generations.incrementAndGet(), "expires_in", 3599))
                    : new Answer(200, "example".getBytes(StandardCharsets.UTF_8));
        }
        if (path.endsWith(":publish")) {
            return publish(JsonObject.parse(body, "publish"));
        }
        if (path.endsWith(":batchWrite")) {
            return write(JsonObject.parse(body, "write"));
        }
        if (path.endsWith(":batchGet")) {
            return documents(JsonObject.parse(body, "get"));
        }
        if (path.endsWith("/insertAll")) {
            return insert(JsonObject.parse(body, "insert"));
        }
        return storage(exchange, body);
    }

    private synchronized Answer publish(JsonObject request) {
        List<JsonObject> published = request.objects("messages");
        messages.addAll(published);
        return json(200, Map.of("messageIds", Collections.nCopies(published.size(), "1")));
    }

    private synchronized Answer write(JsonObject request) {
        // As Firestore does with a field that it cannot hold.
        if (!bad.isEmpty() && Json.text(request.tree()).contains(bad)) {
            return json(400, Map.of("error", Map.of("message", "a bad document")));
        }
        List<Object> statuses = new ArrayList<>();
        for (JsonObject write : request.objects("writes")) {
            JsonObject update = write.required("update");
            boolean refused = !refusedText.isEmpty() && Json.text(update.tree()).contains(refusedText);
            if (refused) {
                statuses.add(Map.of("code", 7, "message", "asked for by the test"));
            } else if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                statuses.add(Map.of("code", refusalCode, "message", "asked for by the test"));
            } else if (documents.putIfAbsent(update.string("name"), update.tree()) != null) {
                statuses.add(Map.of("code", 6, "message", "Document already exists"));
            } else {
                statuses.add(Map.of());
            }
        }
        return json(200, Map.of("writeResults", List.of(), "status", statuses));
    }

    private Answer documents(JsonObject request) {
        return json(200, request.strings("documents").stream()
                .map(name -> documents.containsKey(name) ? Map.of("found", Map.of("name", name))
                        : Map.of("missing", name))
                .toList());
    }

    private synchronized Answer insert(JsonObject request) {
        List<Object> errors = new ArrayList<>();
        List<JsonObject> asked = request.objects("rows");
        for (int i = 0; i < asked.size(); i++) {
            if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                errors.add(Map.of("index", i, "errors",
                        List.of(Map.of("reason", "timeout", "message", "busy"))));
            } else {
                rows.put(asked.get(i).string("insertId"), asked.get(i).required("json"));
            }
        }
        return json(200, errors.isEmpty() ? Map.of() : Map.of("insertErrors", errors));
    }

    private Answer storage(HttpExchange exchange, byte[] body) {
        String path = exchange.getRequestURI().getRawPath();
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        String[] parts = path.replaceFirst(".*/storage/v1/b/", "").split("/");
        String bucket = parts[0];
        if (exchange.getRequestMethod().equals("POST")) {
            String key = bucket + "/" + query.get("name");
            if (query.getOrDefault("ifGenerationMatch", "").equals("0") && objects.containsKey(key)) {
                return json(412, Map.of("error", Map.of("message", "conditionNotMet")));
            }
            put(bucket, query.get("name"), body);
            return json(200, Map.of());
        }
        if (parts.length == 2) {
            return listing(bucket, query.getOrDefault("prefix", ""));
        }
        Stored stored = objects.get(bucket + "/" + URLDecoder.decode(parts[2], StandardCharsets.UTF_8));
        if (stored == null || query.containsKey("generation")
                && !query.get("generation").equals(stored.generation())) {
            return json(404, Map.of("error", Map.of("message", "No such object: " + path)));
        }
        return new Answer(200, range(stored.bytes(), exchange.getRequestHeaders().getFirst("Range")));
    }

    private static byte[] range(byte[] bytes, String header) {
        if (header == null) {
            return bytes;
        }
        String[] ends = header.substring("bytes=".length()).split("-");
        return Arrays.copyOfRange(bytes, Integer.parseInt(ends[0]), Integer.parseInt(ends[1]) + 1);
    }

    private Answer listing(String bucket, String prefix) {
        List<Object> items = new ArrayList<>();
        objects.forEach((key, stored) -> {
            if (key.startsWith(bucket + "/" + prefix)) {
                items.add(Map.of("name", key.substring(bucket.length() + 1), "size",
                        Integer.toString(stored.bytes().length), "generation", stored.generation(), "crc32c",
                        checksum(stored.bytes())));
            }
        });
        return json(200, items.isEmpty() ? Map.of() : Map.of("items", items));
    }

    static String checksum(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        byte[] four = java.nio.ByteBuffer.allocate(4).putInt((int) sum.getValue()).array();
        return Base64.getEncoder().encodeToString(four);
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new HashMap<>();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    /** The documents of a collection in the order of their creation, as the trees that they were. */
    public List<Map<String, Object>> documents(String collection) {
        synchronized (documents) {
            return documents.entrySet().stream()
                    .filter(entry -> entry.getKey().contains("/documents/" + collection + "/"))
                    .map(entry -> fields(entry.getValue().get("fields"))).toList();
        }
    }

    private static Map<String, Object> fields(Object typed) {
        Map<String, Object> fields = new LinkedHashMap<>();
        JsonObject object = JsonObject.of(typed, "fields");
        object.keys().forEach(name -> fields.put(name, value(object.get(name))));
        return fields;
    }

    private static Object value(Object typed) {
        JsonObject object = JsonObject.of(typed, "value");
        if (object.has("mapValue")) {
            return fields(object.required("mapValue").get("fields"));
        }
        if (object.has("arrayValue")) {
            return ((List<?>) object.required("arrayValue").get("values")).stream().map(FakeGoogle::value)
                    .toList();
        }
        return object.keys().contains("nullValue") ? null : object.get(object.keys().iterator().next());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
