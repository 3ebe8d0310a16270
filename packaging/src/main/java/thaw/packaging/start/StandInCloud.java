package thaw.packaging.start;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * The services of a cloud around a function that is started here: every object has the bytes of the sample, and whatever is
 * written is thanked for and forgotten. So an event walks its whole way, and no cloud is asked with credentials that are
 * none. Thread-safe.
 */
final class StandInCloud implements AutoCloseable {

    private static final String SINK = "THAW_SINK_";
    // What a client waits for as the outcome of the one result that an event has; others leave it unread.
    private static final byte[] JSON = text("{\"Entries\":[{\"EventId\":\"1\"}],\"messageIds\":[\"1\"]}");
    private static final byte[] XML = text("<Response><PublishBatchResult/></Response>");
    // {"Records": [{"SequenceNumber": "1"}]} in CBOR
    private static final byte[] CBOR = HexFormat.of()
            .parseHex("a1" + "67" + hex("Records") + "81" + "a1" + "6e" + hex("SequenceNumber") + "61"
                    + hex("1"));

    private final HttpServer server;
    private final byte[] object;

    private StandInCloud(byte[] object) throws IOException {
        this.object = object;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Around an artefact in that folder; the sample is the file {@link StartCommand#OBJECT} in it. */
    static StandInCloud around(Path folder) throws IOException {
        Path file = folder.resolve(StartCommand.OBJECT);
        return new StandInCloud(Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0]);
    }

    /** Whether a function with these variables stores something, or that artefact reads an object. */
    static boolean isNeeded(Path folder, Map<String, String> environment) {
        return Files.isRegularFile(folder.resolve(StartCommand.OBJECT))
                || environment.keySet().stream().anyMatch(name -> name.startsWith(SINK));
    }

    /** The variables by which clients find it. */
    Map<String, String> variables() {
        String place = "http://127.0.0.1:" + server.getAddress().getPort();
        Map<String, String> variables = new TreeMap<>(Map.of("AWS_ENDPOINT_URL", place));
        for (String service : new String[]{"STORAGE", "PUBSUB", "FIRESTORE", "BIGQUERY"}) {
            variables.put(service + "_EMULATOR_HOST", place);
        }
        return variables;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String sent = Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Content-Type"),
                    "");
            exchange.getRequestBody().readAllBytes();
            switch (exchange.getRequestMethod()) {
                case "GET" -> send(exchange, "application/octet-stream", object);
                case "POST" -> {
                    boolean binary = sent.contains("cbor");
                    boolean form = sent.contains("form");
                    send(exchange, form ? "text/xml" : sent, form ? XML : binary ? CBOR : JSON);
                }
                default -> send(exchange, "text/plain", new byte[0]);
            }
        }
    }

    private static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("ETag", "\"1\"");
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text(text));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
