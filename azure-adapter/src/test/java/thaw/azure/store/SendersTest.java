package thaw.azure.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import thaw.InferenceException;
import thaw.ModelId;
import thaw.Payload;
import thaw.hosting.PlaceKind;
import thaw.json.Json;
import thaw.json.JsonObject;
import thaw.run.ResultKey;
import thaw.run.ResultRecord;
import thaw.run.SinkWriter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What the services get to see that no emulator plays here: Service Bus, Event Hubs, Cosmos DB and identities. */
class SendersTest {

    private record Seen(String method, String path, Map<String, String> headers, byte[] body) {}

    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final Deque<Integer> statuses = new ConcurrentLinkedDeque<>();
    private HttpServer server;
    private String endpoint;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
        endpoint = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        seen.add(new Seen(exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers,
                exchange.getRequestBody().readAllBytes()));
        byte[] answer = exchange.getRequestURI().getPath().equals("/token")
                ? ("{\"access_token\":\"token\",\"expires_on\":\""
                        + Instant.now().plusSeconds(3600).getEpochSecond()
                        + "\"}").getBytes(StandardCharsets.UTF_8)
                : new byte[0];
        Integer status = statuses.poll();
        exchange.sendResponseHeaders(status == null ? answer.length > 0 ? 200 : 201 : status,
                answer.length == 0 ? -1 : answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private SinkWriter writer(String kind, String place, Map<String, String> settings) {
        PlaceKind found = AzurePlaces.in(new Accounts(settings)).stream()
                .filter(known -> known.name().equals(kind))
                .findFirst().orElseThrow();
        return found.opener().open(place, "function");
    }

    private Map<String, String> bus() {
        return Map.of("THAW_CONNECTION_MY_BUS", "Endpoint=" + endpoint
                + "/;SharedAccessKeyName=send;SharedAccessKey=c2VjcmV0");
    }

    private static ResultRecord result(String id, String key) {
        return new ResultRecord(new ResultKey(id, new ModelId("risk", "1")), "function", key, id,
                ResultRecord.Status.PREDICTED, Map.of("label", "benign"), "", Duration.ZERO, Instant.EPOCH,
                Payload.ofText(""));
    }

    private static List<?> messages(Seen request) {
        return (List<?>) Json.parse(request.body(), "messages");
    }

    private static JsonObject broker(Object message) {
        return JsonObject.of(message, "message").required("BrokerProperties");
    }

    @Test
    void sendsMessagesOfDifferentSessionsTogether() {
        SinkWriter writer = writer("servicebus", "my-bus/results", bus());
        assertEquals(Map.of(), writer.store(List.of(result("1", "a"), result("2", "b"), result("3", "a"))));
        assertEquals(List.of(2, 1), seen.stream().map(request -> messages(request).size()).toList());
        Seen first = seen.get(0);
        assertEquals("/results/messages", first.path());
        assertEquals("application/vnd.microsoft.servicebus.json", first.headers().get("content-type"));
        assertEquals("a", broker(messages(first).get(0)).string("SessionId"));
        assertEquals(32, broker(messages(first).get(0)).string("MessageId").length());
        String body = JsonObject.of(messages(first).get(0), "message").string("Body");
        assertEquals("1", JsonObject.parse(body.getBytes(StandardCharsets.UTF_8), "body").string("event_id"));
    }

    @Test
    void signsForTheNamespaceAndForALimitedTime() {
        writer("servicebus", "my-bus/results", bus()).store(List.of(result("1", "")));
        String signature = seen.get(0).headers().get("authorization");
        assertTrue(signature.startsWith("SharedAccessSignature sr=" + "http%3A%2F%2F127.0.0.1"), signature);
        long expiry = Long.parseLong(signature.replaceFirst(".*&se=(\\d+)&.*", "$1"));
        assertTrue(expiry > Instant.now().getEpochSecond()
                && expiry < Instant.now().plusSeconds(3600).getEpochSecond());
        assertTrue(signature.endsWith("&skn=send"), signature);
    }

    @Test
    void keepsTheEventsOfAKeyInOnePartition() {
        writer("eventhubs", "my-bus/hub", bus())
                .store(List.of(result("1", "clinic-7"), result("2", "clinic-8")));
        assertEquals(List.of("{\"PartitionKey\":\"clinic-7\"}", "{\"PartitionKey\":\"clinic-8\"}"),
                seen.stream().map(request -> request.headers().get("brokerproperties")).toList());
    }

    @Test
    void sendsAgainWhatABusyHubRefusedAndHoldsItsKeyBack() {
        statuses.addAll(List.of(503, 201));
        assertEquals(Map.of(), writer("eventhubs", "my-bus/hub", bus()).store(List.of(result("1", "a"))));
        assertEquals(2, seen.size());
        statuses.addAll(List.of(500, 500, 500, 500, 500));
        assertEquals(Set.of(0, 1), writer("eventhubs", "my-bus/hub", bus())
                .store(List.of(result("1", "a"), result("2", "a"))).keySet());
    }

    @Test
    void createsADocumentInItsOwnPartitionAndTakesOneThatIsThereForStored() {
        Map<String, String> settings = Map.of("THAW_CONNECTION_DB",
                "AccountEndpoint=" + endpoint + "/;AccountKey=c2VjcmV0");
        SinkWriter writer = writer("cosmos", "db/thaw/results", settings);
        statuses.addAll(List.of(201, 409));
        assertEquals(Map.of(), writer.store(List.of(result("1", "k"), result("1", "k"))));
        Seen created = seen.get(0);
        assertEquals("/dbs/thaw/colls/results/docs", created.path());
        JsonObject document = JsonObject.parse(created.body(), "document");
        assertEquals("[\"" + document.string("id") + "\"]",
                created.headers().get("x-ms-documentdb-partitionkey"));
        assertEquals("benign", document.required("output").string("label"));
        String authorisation = URLDecoder.decode(created.headers().get("authorization"),
                StandardCharsets.UTF_8);
        assertTrue(authorisation.startsWith("type=master&ver=1.0&sig="), authorisation);
        statuses.addAll(List.of(200, 404));
        ResultKey there = new ResultKey("1", new ModelId("risk", "1"));
        ResultKey absent = new ResultKey("2", new ModelId("risk", "1"));
        assertEquals(1, writer.stored(List.of(there, absent)).size());
    }

    @Test
    void asksForTheTokenOfTheIdentityOnceAndForTheServicesAudience() {
        ManagedIdentity identity = new ManagedIdentity(
                Map.of("IDENTITY_ENDPOINT", endpoint + "/token", "IDENTITY_HEADER",
                        "key", "AZURE_CLIENT_ID", "client"));
        Account table = new Account("acct", Service.TABLE, URI.create(endpoint), identity);
        for (int i = 0; i < 3; i++) {
            RestRequest request = RestRequest.of("GET", table.at("/t"));
            identity.authorise(table, request);
            assertEquals("Bearer token", request.header("authorization"));
            assertTrue(!request.header("x-ms-date").isEmpty() && !request.header("x-ms-version").isEmpty());
        }
        assertEquals(1, seen.size());
        assertEquals(
                "/token?api-version=2019-08-01&resource=https%3A%2F%2Fstorage.azure.com%2F&client_id=client",
                seen.get(0).path());
        assertEquals("key", seen.get(0).headers().get("x-identity-header"));
    }

    @Test
    void saysWhichSettingWouldReplaceAMissingIdentity() {
        Account account = new Accounts(Map.of()).account(Service.BLOB, "my-account");
        assertEquals(URI.create("https://my-account.blob.core.windows.net"), account.endpoint());
        InferenceException missing = assertThrows(InferenceException.class,
                () -> account.credential().authorise(account, RestRequest.of("GET", account.endpoint())));
        assertTrue(missing.getMessage().contains("THAW_CONNECTION_MY_ACCOUNT"), missing.getMessage());
    }

    @Test
    void saysWhichRoleIsMissing() {
        statuses.add(403);
        Map<Integer, InferenceException> failures = writer("azqueue", "acct/results",
                Map.of("THAW_CONNECTION_ACCT", "AccountKey=c2VjcmV0;QueueEndpoint=" + endpoint))
                .store(List.of(result("1", "")));
        assertTrue(failures.get(0).getMessage().contains("identity"), failures.toString());
        assertTrue(failures.get(0).retryable());
    }

    @Test
    void refusesAnAccountThatCouldNameAnotherHost() {
        assertThrows(InferenceException.class,
                () -> new Accounts(Map.of()).account(Service.BLOB, "evil.example/x"));
        assertThrows(InferenceException.class, () -> writer("aztable", "account-alone", Map.of()));
    }
}
