package thaw.azure.event;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import thaw.Deadline;
import thaw.InferenceException;
import thaw.Ordering;
import thaw.TriggerEvent.BlobTrigger;
import thaw.TriggerEvent.StreamTrigger;
import thaw.TriggerItem;
import thaw.conformance.RecordedEvents;
import thaw.json.Json;
import thaw.json.JsonObject;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class EventMappingTest {

    private static final Invocation INVOCATION = new Invocation("id", Deadline.none());
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final byte[] STORED = {1};

    private static final BlobSource STORE = new BlobSource() {

        @Override
        public InputStream open(BlobReference blob) {
            return new ByteArrayInputStream(STORED);
        }

        @Override
        public BlobReference current(BlobReference blob) {
            return new BlobReference(blob.account(), blob.container(), blob.name(),
                    blob.eTag().isEmpty() ? "0xNOW" : blob.eTag(), 1);
        }
    };

    private final BlobEvents blobs = new BlobEvents(STORE);

    private static JsonObject recorded(String name) {
        return JsonObject.of(RecordedEvents.tree("azure/" + name), name);
    }

    private static JsonObject data(JsonObject recorded) {
        return recorded.objects("inputData").get(0).required("data");
    }

    private static JsonObject json(String text) {
        return JsonObject.parse(text.getBytes(StandardCharsets.UTF_8), "event");
    }

    private static String metadata(JsonObject recorded, String name) {
        JsonObject value = recorded.required("triggerMetadata").required(name);
        return value.string("json", value.string("string", ""));
    }

    private BlobTrigger bound(JsonObject recorded, byte[] content) {
        return blobs.bound(content, metadata(recorded, "Uri"), metadata(recorded, "Properties"),
                metadata(recorded, "BlobTrigger"), INVOCATION);
    }

    @Test
    void takesBoundBytesOnlyIfTheyAreThoseOfTheVersion() {
        TriggerItem same = bound(recorded("blob/bound"), PNG).items().get(0);
        assertEquals("azblob://thawimages/uploads/red flower/é.png?etag=0x8DE780F2D3A4C51", same.eventId());
        TriggerItem other = bound(recorded("blob/bound"), new byte[]{2}).items().get(0);
        assertArrayEquals(STORED, other.payload().bytes(10));
    }

    @Test
    void asksForTheVersionWhereTheHostNamesNone() {
        TriggerItem item = bound(recorded("blob/without-etag"), PNG).items().get(0);
        assertEquals("azblob://thawimages/uploads/a+b.png?etag=0xNOW", item.eventId());
        assertArrayEquals(STORED, item.payload().bytes(10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"blob/event-grid", "blob/cloud-event"})
    void readsTheNameFromTheSubject(String name) {
        BlobTrigger event = blobs.gridEvent(json(data(recorded(name)).string("json")), INVOCATION);
        assertEquals("azblob://thawimages/uploads/red flower/é.png?etag=0x8DE780F2D3A4C51",
                event.items().get(0).eventId());
        assertEquals(8, event.items().get(0).payload().size().getAsLong());
    }

    @Test
    void passesOverDeletions() {
        assertEquals(List.of(),
                blobs.gridEvent(json(data(recorded("blob/deleted")).string("json")), INVOCATION).items());
    }

    @ParameterizedTest
    @ValueSource(strings = {"blob/event-in-queue", "blob/given-up"})
    void readsBlobsThatAQueueNames(String name) {
        byte[] message = Base64.getDecoder().decode(data(recorded(name)).string("bytes"));
        BlobTrigger event = blobs.queued(JsonObject.parse(message, "message"), "thawimages", INVOCATION);
        assertEquals("azblob://thawimages/uploads/red flower/é.png?etag=0x8DE780F2D3A4C51",
                event.items().get(0).eventId());
    }

    private static StreamTrigger eventHub(String name) {
        JsonObject recorded = recorded(name);
        byte[][] bodies = data(recorded).required("collectionBytes").strings("bytes").stream()
                .map(text -> Base64.getDecoder().decode(text)).toArray(byte[][]::new);
        long[] numbers = {4711, 4712};
        return EventHubRecords.read(bodies, numbers, metadata(recorded, "PartitionContext"),
                metadata(recorded, "PropertiesArray"), INVOCATION);
    }

    @Test
    void keepsTheOrderOfAPartition() {
        StreamTrigger event = eventHub("eventhub/batch");
        assertEquals(Ordering.KEY, event.ordering());
        assertEquals(List.of("eventhubs/patients/3/4711", "eventhubs/patients/3/4712"),
                event.items().stream().map(TriggerItem::eventId).toList());
        assertEquals(List.of("patients/3", "patients/3"),
                event.items().stream().map(TriggerItem::orderingKey).toList());
        assertEquals(Map.of("source", "clinic-7"), event.items().get(0).payload().attributes());
    }

    @Test
    void readsPropertiesOfEveryTypeAndPassesOverThoseThatAreNull() {
        byte[][] bodies = {PNG, PNG, PNG};
        StreamTrigger event = EventHubRecords.read(bodies, new long[]{1, 2, 3}, "{\"PartitionId\": \"0\"}",
                "[null, {\"a\": null, \"b\": 1, \"c\": true, \"d\": {\"e\": [1]}}, {}]", INVOCATION);
        assertEquals(List.of(Map.of(), Map.of("b", "1", "c", "true", "d", "{\"e\":[1]}"), Map.of()),
                event.items().stream().map(item -> item.payload().attributes()).toList());
    }

    @Test
    void recognisesAnEventWhoseNumberNobodyKnowsByItsContent() {
        String first = eventHub("eventhub/one-left-out").items().get(0).eventId();
        assertEquals(first, eventHub("eventhub/one-left-out").items().get(0).eventId());
        assertTrue(first.startsWith("eventhubs/patients/3/4711-4712-0-"), first);
    }

    @Test
    void keepsTheOrderOfASessionAndTheWholeOfANumber() {
        byte[][] bodies = {PNG, PNG};
        long[] numbers = {36028797018963969L, 36028797018963970L};
        StreamTrigger session = ServiceBusRecords.read("q", bodies, numbers, new String[]{"a", "a"},
                "[{},{}]",
                INVOCATION);
        assertEquals(Ordering.KEY, session.ordering());
        assertEquals("servicebus/q/36028797018963969", session.items().get(0).eventId());
        assertEquals("a", session.items().get(1).orderingKey());
        StreamTrigger none = ServiceBusRecords.read("q", bodies, numbers, new String[0], null, INVOCATION);
        assertEquals(Ordering.NONE, none.ordering());
    }

    @Test
    void setsDamagedRecordsOfKafkaAsideAloneAndPassesOverDeletions() {
        String[] documents = data(recorded("kafka/deletion-and-damage")).required("collectionString")
                .strings("string").toArray(String[]::new);
        List<TriggerItem> items = KafkaRecords.read(documents, INVOCATION).items();
        assertEquals(2, items.size());
        assertEquals("", items.get(0).orderingKey(), "nobody knows where it was");
        assertEquals("patients-2/44", items.get(1).itemId());
        assertEquals("patients-2", items.get(1).orderingKey());
        items.forEach(item -> assertThrows(InferenceException.class, () -> item.payload().bytes(1000)));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 9007199254740993L, Long.MAX_VALUE})
    void tellsRecordsApartByTheWholeOfTheirOffset(long offset) {
        String document = Json.text(Map.of("Topic", "t", "Partition", 0, "Offset", offset, "Value",
                Map.of("mean radius", 17.99)));
        TriggerItem item = KafkaRecords.read(new String[]{document}, INVOCATION).items().get(0);
        assertEquals("kafka/t-0/" + offset, item.eventId());
        assertEquals("{\"mean radius\":17.99}", item.payload().text(100));
    }

    @Test
    void takesARecordOfATopicThatWasMadeAgainForAnother() {
        List<String> ids = Stream.of("2026-03-02T10:15:30.1Z", "2026-04-02T10:15:30.1Z")
                .map(time -> Json.text(Map.of("Topic", "t", "Partition", 0, "Offset", 0L, "Timestamp", time,
                        "Value", "{}")))
                .map(document -> KafkaRecords.read(new String[]{document}, INVOCATION).items().get(0))
                .map(TriggerItem::eventId).toList();
        assertEquals(List.of("kafka/t-0/0@2026-03-02T10:15:30.1Z", "kafka/t-0/0@2026-04-02T10:15:30.1Z"),
                ids);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "-1", "1.5", "\"12\""})
    void setsARecordAsideWhoseOffsetIsNone(String offset) {
        String document = "{\"Topic\": \"t\", \"Partition\": 0, \"Value\": \"{}\", \"Offset\": " + offset
                + "}";
        TriggerItem item = KafkaRecords.read(new String[]{document}, INVOCATION).items().get(0);
        InferenceException broken = assertThrows(InferenceException.class, () -> item.payload().bytes(100));
        assertTrue(broken.getMessage().contains("Offset"), broken.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v2/health/ready", "/API/v2/health/ready"})
    void leavesOutTheRoutePrefix(String path) {
        assertEquals("/v2/health/ready",
                new HttpRequests("api/").read(new StubRequest(path, null), INVOCATION).path());
        assertEquals("/apiv2",
                new HttpRequests("api").read(new StubRequest("/apiv2", null), INVOCATION).path());
    }

    @Test
    void refusesAPictureThatTheHostHasTurnedIntoAText() {
        StubRequest request = new StubRequest("/v2/models/digits/predict", "\uFFFDPNG");
        InferenceException refused = assertThrows(InferenceException.class,
                () -> new HttpRequests("").read(request, INVOCATION).body().bytes(100));
        assertEquals(415, refused.kind().status());
        assertTrue(refused.getMessage().contains("application/octet-stream"), refused.getMessage());
    }

    @Test
    void takesTheBytesBehindTheWorkersOwnRequest() {
        WorkersRequest request = new WorkersRequest(new Source(new Http(new Data(PNG))));
        assertArrayEquals(PNG, RawBody.of(request).orElseThrow());
        assertTrue(RawBody.of(new StubRequest("/", "text")).isEmpty());
    }

    /** By the type that the author of a function chose for the body. */
    @Test
    void takesABodyAsWhateverItIsBound() {
        for (Object body : new Object[]{PNG, Optional.of(PNG)}) {
            assertArrayEquals(PNG, body(body));
        }
        for (Object body : new Object[]{"{}", Optional.of("{}")}) {
            assertArrayEquals("{}".getBytes(StandardCharsets.UTF_8), body(body));
        }
        for (Object body : new Object[]{null, Optional.empty(), new byte[0]}) {
            assertArrayEquals(new byte[0], body(body));
        }
    }

    private static byte[] body(Object bound) {
        return new HttpRequests("").read(new StubRequest("/v2", bound), INVOCATION).body().bytes(100);
    }

    // Named as in the worker.

    /** The worker's request. */
    private record WorkersRequest(Source parentDataSource) {}

    private record Source(Http httpPayload) {}

    /** The message. */
    public record Http(Data data) {
        public Data getBody() {
            return data;
        }
    }

    /** Its body. */
    public record Data(byte[] bytes) {

        /** Which of its fields is set. */
        public enum DataCase {
            BYTES
        }

        public DataCase getDataCase() {
            return DataCase.BYTES;
        }

        public Bytes getBytes() {
            return new Bytes(bytes);
        }
    }

    /** Bytes of a message. */
    public record Bytes(byte[] toByteArray) {}

    @Test
    void readsWhateverAddressTheHostMakes() {
        assertEquals("/v2/models/a b", new HttpRequests("")
                .read(new StubRequest(URI.create("https://h/v2/models/a%20b?x=1"), null), INVOCATION).path());
        assertEquals("/",
                new HttpRequests("").read(new StubRequest(URI.create("https://h"), null), INVOCATION).path());
    }
}
