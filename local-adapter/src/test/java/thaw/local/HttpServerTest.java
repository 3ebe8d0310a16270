package thaw.local;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thaw.Limits;
import thaw.TriggerEvent.HttpTrigger;
import thaw.TriggerResult.HttpResult;
import thaw.http.InferenceEndpoints;
import thaw.telemetry.StructuredLog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class HttpServerTest {

    private static final int BODY_LIMIT = 200_000;

    private static final Limits LIMITS = Limits.ofDefaults().toBuilder().bodyBytes(BODY_LIMIT).build();

    private final HttpClient client = HttpClient.newHttpClient();
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    @TempDir
    Path folder;

    private LocalServer server;

    @BeforeEach
    void start() {
        PrometheusTelemetry metrics = new PrometheusTelemetry();
        DoublingModels models = new DoublingModels();
        InferenceEndpoints endpoints = new InferenceEndpoints(models, LIMITS, metrics, StructuredLog.none());
        server = LocalServer.with(models, folder).limits(LIMITS).metrics(metrics)
                .http(HttpSettings.onPort(0).times(Duration.ofSeconds(1), Duration.ofSeconds(5),
                        Duration.ofSeconds(5)), request -> answer(endpoints, request))
                .start();
    }

    private HttpResult answer(InferenceEndpoints endpoints, HttpTrigger request) {
        return switch (request.path()) {
            case "/echo" -> echo(request);
            case "/wait" -> waiting(request);
            default -> endpoints.handle(request);
        };
    }

    private static HttpResult echo(HttpTrigger request) {
        return new HttpResult(200, Map.of("x-query", request.query().toString(), "x-seen-id",
                request.requestId()), ByteBuffer.wrap(request.body().bytes(BODY_LIMIT)));
    }

    private HttpResult waiting(HttpTrigger request) {
        arrived.countDown();
        try {
            assertTrue(go.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return echo(request);
    }

    @AfterEach
    void stop() {
        go.countDown();
        server.close();
    }

    private URI at(String path) {
        return server.uri().resolve(path);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(at(path)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return client.send(HttpRequest.newBuilder(at(path)).POST(BodyPublishers.ofString(body)).build(),
                BodyHandlers.ofString());
    }

    /** What the server says to these bytes, until it closes the connection. */
    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.uri().getPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static String request(String headers, String body) {
        return "POST /echo HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n" + body;
    }

    @Test
    void answersAnInference() throws Exception {
        HttpResponse<String> answer = post("/v2/models/doubling/infer",
                "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[2],\"data\":[1.5,2]}]}");
        assertEquals(200, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains("[3.0,4.0]"), answer.body());
        String metrics = get("/metrics").body();
        assertTrue(
                metrics.contains("thaw_inputs_total{model=\"doubling\",outcome=\"ok\",trigger=\"http\"} 1"),
                metrics);
        assertTrue(metrics.contains("thaw_latency_seconds_bucket"), metrics);
    }

    @Test
    void readsBodiesWholeWhateverTheirSizeAndEncoding() throws Exception {
        for (int size : new int[]{0, 1, 65_535, 65_536, 65_537, BODY_LIMIT}) {
            String body = "b".repeat(size);
            assertEquals(body, post("/echo", body).body(), "length " + size);
            HttpRequest chunked = HttpRequest.newBuilder(at("/echo")).POST(BodyPublishers.ofInputStream(
                    () -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))).build();
            assertEquals(body, client.send(chunked, BodyHandlers.ofString()).body(), "chunked " + size);
        }
    }

    @Test
    void handsOnQueryAndRequestId() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(at("/echo?a=1&a=%C3%A4&b"))
                .header("X-Request-Id", "id-7")
                .build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        assertEquals("id-7", answer.headers().firstValue("x-seen-id").orElse(""));
        String made = get("/echo").headers().firstValue("x-seen-id").orElse("");
        assertEquals(32, made.length(), made);
    }

    @Test
    void refusesTooLargeABodyBeforeReadingIt() throws Exception {
        String answer = raw(request("Content-Length: 200001\r\nExpect: 100-continue\r\n", ""));
        assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
        assertFalse(answer.contains("100 Continue"), answer);
        assertTrue(answer.contains("\"error\":\"request body: expected at most 200000 bytes, got 200001\""),
                answer);
    }

    @Test
    void refusesAChunkedBodyOnceItIsTooLarge() throws Exception {
        HttpRequest endless = HttpRequest.newBuilder(at("/echo")).POST(BodyPublishers.ofInputStream(
                () -> new ByteArrayInputStream(new byte[BODY_LIMIT + 1]))).build();
        assertEquals(413, client.send(endless, BodyHandlers.ofString()).statusCode());
    }

    @Test
    void asksForABodyThatWaitsForThat() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.uri().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(
                    request("Content-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n", "")
                            .getBytes(StandardCharsets.ISO_8859_1));
            String asked = "HTTP/1.1 100 Continue\r\n\r\n";
            assertEquals(asked, new String(socket.getInputStream().readNBytes(asked.length()),
                    StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write("hi".getBytes(StandardCharsets.ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertTrue(answer.startsWith("HTTP/1.1 200 ") && answer.endsWith("\r\n\r\nhi"), answer);
        }
    }

    @Test
    void givesUpOnABodyThatComesTooSlowly() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.uri().getPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(request("Content-Length: 100\r\n", "").getBytes(StandardCharsets.ISO_8859_1));
            CompletableFuture<Void> drops = CompletableFuture.runAsync(() -> drop(out));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(answer.startsWith("HTTP/1.1 408 "), answer);
            assertTrue(answer.contains("within 1 s"), answer);
            drops.cancel(true);
        }
        assertEquals("still here", post("/echo", "still here").body());
    }

    private static void drop(OutputStream out) {
        try {
            for (int i = 0; i < 50; i++) {
                out.write('x');
                out.flush();
                Thread.sleep(100);
            }
        } catch (IOException | InterruptedException over) {
            // The server has hung up, which is what is tested.
        }
    }

    @Test
    void toldLessThanDeclaredItSaysSo() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.uri().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request("Content-Length: 10\r\n", "four")
                    .getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        }
    }

    @Test
    void refusesBrokenRequestsInTheFormOfEveryError() throws Exception {
        String longUri = raw("GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertTrue(longUri.startsWith("HTTP/1.1 414 "), longUri);
        String headers = raw("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "a".repeat(20_000) + "\r\n\r\n");
        assertTrue(headers.startsWith("HTTP/1.1 431 "), headers);
        String twoLengths = raw(request("Content-Length: 3\r\nContent-Length: 4\r\n", "abcd"));
        assertTrue(twoLengths.startsWith("HTTP/1.1 400 "), twoLengths);
        String badChunk = raw(request("Transfer-Encoding: chunked\r\n", "zz\r\nabc"));
        assertTrue(badChunk.startsWith("HTTP/1.1 400 "), badChunk);
        String negative = raw(request("Content-Length: -1\r\n", ""));
        assertTrue(negative.startsWith("HTTP/1.1 400 "), negative);
        for (String answer : new String[]{longUri, headers, twoLengths, badChunk, negative}) {
            assertTrue(answer.contains("{\"error\":\""), answer);
            assertFalse(answer.contains("Jetty"), answer);
        }
    }

    @Test
    void answersPipelinedRequestsInTheirOrder() throws Exception {
        String answer = raw(request("Content-Length: 3\r\n", "one")
                + "GET /v2/models/nothing HTTP/1.1\r\nHost: localhost\r\n\r\n"
                + request("Content-Length: 5\r\nConnection: close\r\n", "three"));
        assertTrue(
                answer.matches("(?s)HTTP/1.1 200 .*\r\n\r\noneHTTP/1.1 404 .*HTTP/1.1 200 .*\r\n\r\nthree"),
                answer);
    }

    @Test
    void refusesANameThatIsNotThisMachines() throws Exception {
        String answer = raw("GET /api/models HTTP/1.1\r\nHost: evil.example:8080\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 421 "), answer);
    }

    @Test
    void finishesWhatRunsWhenItStops() throws Exception {
        CompletableFuture<HttpResponse<String>> running = client.sendAsync(
                HttpRequest.newBuilder(at("/wait")).POST(BodyPublishers.ofString("kept")).build(),
                BodyHandlers.ofString());
        assertTrue(arrived.await(10, TimeUnit.SECONDS));
        CompletableFuture<Void> stopping = CompletableFuture.runAsync(server::close);
        Await.until("no connection is accepted", this::refused);
        go.countDown();
        assertEquals("kept", running.get(10, TimeUnit.SECONDS).body());
        stopping.get(10, TimeUnit.SECONDS);
    }

    private boolean refused() {
        try (Socket socket = new Socket("127.0.0.1", server.uri().getPort());
                InputStream in = socket.getInputStream()) {
            socket.getOutputStream().write("GET /echo HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(500);
            return in.read() < 0;
        } catch (IOException | IllegalArgumentException refused) {
            return true;
        }
    }

    @Test
    void storesEveryAnswerBeforeItLeaves() throws Exception {
        server.close();
        DoublingModels models = new DoublingModels();
        server = LocalServer.with(models, folder)
                .http(HttpSettings.onPort(0), InferenceEndpoints.serving(models))
                .start();

        assertTrue(post("/v2/models/doubling/predict", "{\"x\": 3}").body().contains("\"twice\":6.0"));
        assertTrue(post("/v2/models/doubling/infer", "{\"inputs\":[{\"name\":\"x\",\"shape\":[1],"
                + "\"datatype\":\"FP32\",\"data\":[4]}]}").body().contains("[8.0]"));

        assertEquals(
                List.of("POST /v2/models/doubling/predict {\"twice\":6.0}",
                        "POST /v2/models/doubling/infer {\"outputs\":[{\"name\":\"y\",\"datatype\":\"FP32\","
                                + "\"shape\":[1],\"data\":[8.0]}]}"),
                Rows.of(folder.resolve("thaw.db"), "SELECT input || ' ' || output FROM results ORDER BY at"));
        assertTrue(get("/api/results").body().contains("\"output\":{\"twice\":6.0}"));
    }

    @Test
    void servesThePageAndWhatItShows() throws Exception {
        HttpResponse<String> page = get("/");
        assertEquals(200, page.statusCode());
        assertTrue(page.headers().firstValue("content-security-policy").orElse("")
                .contains("script-src 'self'"));
        assertEquals("nosniff", page.headers().firstValue("x-content-type-options").orElse(""));
        String etag = page.headers().firstValue("etag").orElseThrow();
        assertEquals(304, client.send(HttpRequest.newBuilder(at("/")).header("If-None-Match", etag).build(),
                BodyHandlers.discarding()).statusCode());
        assertEquals(404, get("/page/../LocalServer.class").statusCode());
        assertEquals(404, get("/page/nothing.js").statusCode());
        assertEquals(405, post("/", "").statusCode());
        assertTrue(get("/api/models").body()
                .contains("\"name\":\"doubling\",\"versions\":[\"1\"],\"ready\":true"));
        assertEquals("{\"results\":[]}", get("/api/results").body());
        assertEquals(400, get("/api/results?limit=0").statusCode());
    }
}
