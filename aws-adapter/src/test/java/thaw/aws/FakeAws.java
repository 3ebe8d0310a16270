package thaw.aws;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import thaw.json.JsonObject;

/**
 * The endpoints of S3, DynamoDB, Kinesis, SQS, SNS and EventBridge as far as a function uses them, on the wire and in
 * memory, with faults when asked. The clients that speak to it are the real ones.
 */
final class FakeAws implements AutoCloseable {

    /** An answer in place of the real one. */
    record Fault(int status, String code, Map<String, String> headers) {
        Fault(int status, String code) {
            this(status, code, Map.of());
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final FakeS3 s3 = new FakeS3();
    final Map<String, byte[]> objects = s3.objects;
    final Map<String, Map<String, Object>> rows = Collections
            .synchronizedMap(new LinkedHashMap<>());
    final List<JsonObject> kinesis = new CopyOnWriteArrayList<>();
    final List<JsonObject> messages = new CopyOnWriteArrayList<>();
    final List<JsonObject> events = new CopyOnWriteArrayList<>();
    final List<String> published = new CopyOnWriteArrayList<>();
    final List<String> requests = new CopyOnWriteArrayList<>();
    /** The access keys that signed the requests, in the same order. */
    final List<String> identities = new CopyOnWriteArrayList<>();
    /** By operation, such as {@code PutItem} or {@code GET}: says whether this one fails. */
    volatile Function<String, Optional<Fault>> faults = operation -> Optional.empty();
    /** By operation and what is sent. */
    volatile BiFunction<String, String, Optional<Fault>> bodyFaults = (operation, body) -> Optional.empty();
    /** Whether connections are lost in the middle of an answer. */
    volatile boolean cutShort;
    /** How many entries of the next batches are refused: the first ones. */
    final AtomicInteger refusedEntries = new AtomicInteger();
    /** How many entries of the next batches are lost without a word. */
    final AtomicInteger unspokenEntries = new AtomicInteger();
    final AtomicInteger unprocessedKeys = new AtomicInteger();

    FakeAws() throws IOException {
        // Else each answer waits 40 ms for the acknowledgement of its headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        System.setProperty("aws.region", "eu-west-1");
        System.setProperty("aws.endpointUrl", uri().toString());
        System.setProperty("aws.cborEnabled", "false");
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Fails the next so many of an operation. */
    void failNext(String operation, int times, int status, String code) {
        AtomicInteger left = new AtomicInteger(times);
        faults = asked -> asked.equals(operation) && left.getAndDecrement() > 0
                ? Optional.of(new Fault(status, code))
                : Optional.empty();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            String operation = target != null ? target.substring(target.indexOf('.') + 1)
                    : body.length > 0 && new String(body, 0, Math.min(7, body.length),
                            StandardCharsets.ISO_8859_1).equals("Action=") ? "PublishBatch"
                                    : exchange.getRequestMethod();
            identities.add(accessKey(exchange.getRequestHeaders().getFirst("Authorization")));
            requests.add(operation + " " + exchange.getRequestURI());
            Optional<Fault> fault = faults.apply(operation).or(() -> bodyFaults.apply(operation,
                    new String(body, StandardCharsets.UTF_8)));
            FakeAnswer answer = fault.isPresent() ? FakeAnswer.failed(fault.get(), target != null)
                    : target != null ? json(operation, JsonObject.parse(body, operation))
                            : operation.equals("PublishBatch")
                                    ? publish(new String(body, StandardCharsets.UTF_8))
                                    : s3.answer(exchange, body);
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 || head ? -1
                    : answer.body().length);
            if (!head) {
                exchange.getResponseBody().write(answer.body(), 0,
                        cutShort ? answer.body().length / 2 : answer.body().length);
                // Else the head, too, may be lost, and that is told anyhow.
                exchange.getResponseBody().flush();
            }
        } catch (RuntimeException defect) {
            defect.printStackTrace();
            throw defect;
        }
    }

    private static String accessKey(String authorization) {
        return authorization == null ? "" : authorization.replaceFirst(".*Credential=([^/]*)/.*", "$1");
    }

    // ---- JSON services

    private FakeAnswer json(String operation, JsonObject request) {
        return switch (operation) {
            case "PutItem" -> putItem(request);
            case "BatchGetItem" -> batchGetItem(request);
            case "PutRecords" -> batch("Records", "Data", request, kinesis, "Records");
            case "SendMessageBatch" -> sendMessages(request);
            case "PutEvents" -> batch("Entries", "Detail", request, events, "Entries");
            default -> FakeAnswer.failed(new Fault(400, "UnknownOperationException"), true);
        };
    }

    private FakeAnswer putItem(JsonObject request) {
        JsonObject item = request.required("Item");
        String id = item.required("id").string("S");
        Map<String, Object> row = new LinkedHashMap<>();
        item.keys().forEach(name -> row.put(name, item.get(name)));
        if (request.has("ConditionExpression") && rows.putIfAbsent(table(request) + "/" + id, row) != null) {
            return FakeAnswer.failed(
                    new Fault(400, "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException"),
                    true);
        }
        return FakeAnswer.json(Map.of());
    }

    private static String table(JsonObject request) {
        return request.string("TableName");
    }

    private FakeAnswer batchGetItem(JsonObject request) {
        JsonObject tables = request.required("RequestItems");
        String table = tables.keys().iterator().next();
        List<Object> found = new ArrayList<>();
        List<Object> left = new ArrayList<>();
        for (JsonObject key : tables.required(table).objects("Keys")) {
            String id = key.required("id").string("S");
            if (unprocessedKeys.getAndDecrement() > 0) {
                left.add(Map.of("id", Map.of("S", id)));
            } else if (rows.containsKey(table + "/" + id)) {
                found.add(Map.of("id", Map.of("S", id)));
            }
        }
        return FakeAnswer.json(Map.of("Responses", Map.of(table, found), "UnprocessedKeys",
                left.isEmpty() ? Map.of() : Map.of(table, Map.of("Keys", left))));
    }

    private FakeAnswer batch(String list, String content, JsonObject request, List<JsonObject> kept,
            String answer) {
        List<Object> results = new ArrayList<>();
        int failed = 0;
        for (JsonObject entry : request.objects(list)) {
            if (refusedEntries.getAndDecrement() > 0) {
                failed++;
                results.add(Map.of("ErrorCode", "ProvisionedThroughputExceededException", "ErrorMessage",
                        "slow"));
            } else {
                entry.string(content);
                kept.add(entry);
                results.add(
                        Map.of("SequenceNumber", "" + kept.size(), "ShardId", "shardId-0", "EventId", "e"));
            }
        }
        return FakeAnswer
                .json(Map.of(answer, results, "FailedRecordCount", failed, "FailedEntryCount", failed));
    }

    private FakeAnswer sendMessages(JsonObject request) {
        List<Object> good = new ArrayList<>();
        List<Object> bad = new ArrayList<>();
        for (JsonObject entry : request.objects("Entries")) {
            if (refusedEntries.getAndDecrement() > 0) {
                bad.add(Map.of("Id", entry.string("Id"), "Code", "InternalError", "SenderFault", false));
            } else if (unspokenEntries.getAndDecrement() <= 0) {
                messages.add(entry);
                good.add(Map.of("Id", entry.string("Id"), "MessageId", "m" + messages.size(),
                        "MD5OfMessageBody",
                        FakeS3.digest(entry.string("MessageBody").getBytes(StandardCharsets.UTF_8))));
            }
        }
        return FakeAnswer.json(Map.of("Successful", good, "Failed", bad));
    }

    private FakeAnswer publish(String form) {
        StringBuilder members = new StringBuilder();
        FakeS3.query(form).forEach((name, value) -> {
            if (name.endsWith(".Message")) {
                published.add(value);
            } else if (name.endsWith(".Id") && unspokenEntries.getAndDecrement() <= 0) {
                members.append("<member><Id>").append(value).append("</Id><MessageId>m</MessageId></member>");
            }
        });
        return FakeAnswer.xml(200, "<PublishBatchResponse><PublishBatchResult><Successful>" + members
                + "</Successful><Failed/></PublishBatchResult></PublishBatchResponse>");
    }

    /** Puts an object: {@link FakeS3#put}. */
    String put(String bucket, String key, byte[] bytes, String version) {
        return s3.put(bucket, key, bytes, version);
    }

    /** The rows of a table in the order in which they were put, as plain values. */
    List<Map<String, Object>> rows(String table) {
        List<Map<String, Object>> found = new ArrayList<>();
        synchronized (rows) {
            rows.forEach((id, row) -> {
                if (id.startsWith(table + "/")) {
                    found.add(plain(row));
                }
            });
        }
        return found;
    }

    private static Map<String, Object> plain(Map<?, ?> values) {
        Map<String, Object> plain = new LinkedHashMap<>();
        values.forEach((name, value) -> plain.put((String) name, value((Map<?, ?>) value)));
        return plain;
    }

    private static Object value(Map<?, ?> typed) {
        Map.Entry<?, ?> only = typed.entrySet().iterator().next();
        return switch ((String) only.getKey()) {
            case "M" -> plain((Map<?, ?>) only.getValue());
            case "L" -> ((List<?>) only.getValue()).stream().map(each -> value((Map<?, ?>) each)).toList();
            case "N" -> Double.valueOf((String) only.getValue());
            default -> only.getValue();
        };
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
