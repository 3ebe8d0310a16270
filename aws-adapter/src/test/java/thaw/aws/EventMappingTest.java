package thaw.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import thaw.Deadline;
import thaw.InferenceException;
import thaw.Ordering;
import thaw.TriggerEvent.HttpTrigger;
import thaw.TriggerItem;
import thaw.TriggerKind;
import thaw.aws.event.AwsEvent;
import thaw.aws.event.EventReader;
import thaw.aws.event.HttpSource;
import thaw.aws.event.Invocation;
import thaw.conformance.RecordedEvents;
import thaw.json.Json;
import thaw.json.JsonObject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Each recorded event, and what must be understood of it. */
class EventMappingTest {

    private static final Invocation INVOCATION = new Invocation("invocation", Deadline.none());

    private static AwsEvent read(TriggerKind trigger, byte[] document) throws IOException {
        return new EventReader(trigger, object -> new ByteArrayInputStream(new byte[0]))
                .read(new ByteArrayInputStream(document), INVOCATION);
    }

    private static HttpTrigger http(String name) throws IOException {
        return ((AwsEvent.Request) read(TriggerKind.HTTP, RecordedEvents.bytes("aws/" + name))).trigger();
    }

    private static List<String> blobs(String name) throws IOException {
        return ((AwsEvent.Blobs) read(TriggerKind.BLOB, RecordedEvents.bytes("aws/" + name))).trigger()
                .items()
                .stream().map(TriggerItem::reference).toList();
    }

    private static AwsEvent.Records records(String name) throws IOException {
        return (AwsEvent.Records) read(TriggerKind.STREAM, RecordedEvents.bytes("aws/" + name));
    }

    private static String text(TriggerItem item) {
        return item.payload().text(1 << 20);
    }

    @Test
    void readsRestRequestsWithDecodedQueriesAndAllValues() throws IOException {
        HttpTrigger request = http("rest-api/text");
        assertEquals("/v2/models/sentiment/predict", request.path());
        assertEquals(List.of("a", "b"), request.query().get("tag"));
        assertEquals(List.of("me & you"), request.query().get("name"));
        assertEquals("What a lovely café!", request.body().text(100));
        assertEquals("77375676-xmpl-4b79-853a-f982474efe18", request.requestId());
        assertEquals("/v2/health/ready", http("rest-api/null-multi-values").path());
        assertEquals("/v2/models/sentiment/predict", http("rest-api/mounted-below-a-path").path());
    }

    @Test
    void readsHttpApiRequestsWithCookiesAndUnsplitCommas() throws IOException {
        HttpTrigger request = http("http-api/picture");
        assertEquals("session=a1; theme=dark", request.header("cookie"));
        assertEquals(List.of("text/html,application/json;q=0.9,*/*;q=0.8"), request.headers().get("accept"));
        assertEquals(List.of("me & you"), request.query().get("name"));
        assertEquals(List.of(""), request.query().get("empty"));
        assertEquals((byte) 0x89, request.body().bytes(1 << 20)[0]);
        assertEquals("/v2/health/ready", http("http-api/named-stage").path());
        assertEquals("/v2/models/digits/predict", http("http-api/greedy-route").path());
        assertEquals("/v2/models/digits/predict", http("function-url/picture").path());
    }

    @Test
    void readsLoadBalancersWithEncodedQueries() throws IOException {
        assertEquals(List.of("me & you"), http("load-balancer/text").query().get("name"));
        HttpTrigger request = http("load-balancer/multi-value");
        assertEquals(List.of("me & you", "b"), request.query().get("name"));
        assertEquals(List.of("one", "two"), request.headers().get("x-note"));
        AwsEvent.Request event = (AwsEvent.Request) read(TriggerKind.HTTP,
                RecordedEvents.bytes("aws/load-balancer/multi-value"));
        assertEquals(HttpSource.LOAD_BALANCER_MULTI_VALUE, event.source());
    }

    @Test
    void leavesABrokenBodyToBeAnswered() throws IOException {
        InferenceException broken = assertThrows(InferenceException.class,
                () -> http("rest-api/broken-base64").body().bytes(100));
        assertEquals(InferenceException.Kind.MALFORMED, broken.kind());
    }

    @Test
    void decodesKeysOfS3ButNotThoseOfEventBridge() throws IOException {
        String versioned = "s3://uploads/red flower/é.txt?versionId=096fKKXTRTtl3on89fVO.nfljtsv6qko";
        assertEquals(List.of(versioned), blobs("s3/encoded-key"));
        assertEquals(List.of(versioned), blobs("sns/s3-notification"));
        assertEquals(List.of(versioned), blobs("sqs/s3-notification"));
        assertEquals(List.of(versioned), blobs("sqs/sns-s3-notification"));
        String raw = "s3://uploads/red+flower/%C3%A9 é.txt?versionId=IYV3p45BT0ac8hjHg1houSdS1a.Mro8e";
        assertEquals(List.of(raw), blobs("eventbridge/object-created"));
        assertEquals(List.of(raw), blobs("sqs/eventbridge-s3"));
        assertEquals(List.of("s3://uploads/雪/100%25 +1.png?etag=d41d8cd98f00b204e9800998ecf8427e"),
                blobs("s3/unicode-and-percent"));
    }

    @Test
    void tellsObjectsApartThatAreWrittenOverWhileVersionsAreSuspended() throws IOException {
        Map<String, Object> event = RecordedEvents.tree("aws/s3/encoded-key");
        AwsSources.object(AwsSources.object(AwsSources.list(event, "Records").get(0), "s3"), "object")
                .put("versionId", "null");
        TriggerItem item = ((AwsEvent.Blobs) read(TriggerKind.BLOB, Json.bytes(event))).trigger().items()
                .get(0);
        assertEquals("s3://uploads/red flower/é.txt?etag=d41d8cd98f00b204e9800998ecf8427e", item.eventId());
    }

    @Test
    void passesOverTestsAndDeletions() throws IOException {
        for (String name : List.of("s3/test-event", "s3/removed", "eventbridge/object-deleted",
                "sqs/s3-test-event")) {
            assertEquals(List.of(), blobs(name), name);
        }
    }

    @Test
    void makesABrokenMessagePoisonAndNotItsBatch() throws IOException {
        List<TriggerItem> items = ((AwsEvent.Blobs) read(TriggerKind.BLOB,
                RecordedEvents.bytes("aws/sqs/two-objects-in-one-message"))).trigger().items();
        assertEquals(List.of("4e1424d4-f796-459a-8184-9c92662be6da", "4e1424d4-f796-459a-8184-9c92662be6da",
                "5e1424d4-f796-459a-8184-9c92662be6da"), items.stream().map(TriggerItem::itemId).toList());
        InferenceException poison = assertThrows(InferenceException.class,
                () -> items.get(2).payload().bytes(9));
        assertFalse(poison.retryable());
        assertTrue(poison.getMessage().contains("Records[1].body"), poison.getMessage());
        assertEquals(2, blobs("s3/broken-key").size());
    }

    @Test
    void takesAggregatesOfTheProducerLibraryApart() throws IOException {
        AwsEvent.Records event = records("kinesis/aggregated");
        List<TriggerItem> items = event.trigger().items();
        assertEquals(List.of("What a lovely day!", "What a terrible day!", "It is a day.", "fine"),
                items.stream().map(EventMappingTest::text).toList());
        assertEquals(List.of("k1", "k2", "k1", "2"), items.stream().map(TriggerItem::orderingKey).toList());
        assertEquals(2, items.stream().map(TriggerItem::itemId).distinct().count());
        assertEquals(4, items.stream().map(TriggerItem::eventId).distinct().count());
        assertEquals(Ordering.CHECKPOINT, event.trigger().ordering());
        List<TriggerItem> damaged = records("kinesis/damaged-aggregate").trigger().items();
        assertThrows(InferenceException.class, () -> text(damaged.get(0)));
        assertEquals("fine", text(damaged.get(1)));
        List<TriggerItem> broken = records("kinesis/broken-base64").trigger().items();
        assertThrows(InferenceException.class, () -> text(broken.get(0)));
    }

    @Test
    void givesTheStateOfAWindowBack() throws IOException {
        assertEquals(Map.of("1", 282L, "2", 715L),
                records("kinesis/tumbling-window").answer().state().orElseThrow());
        assertEquals(List.of(), records("kinesis/last-of-window").trigger().items());
    }

    @Test
    void readsNewImagesAsPlainJsonToTheirFullDepthAndDigits() throws IOException {
        List<TriggerItem> items = records("dynamodb/insert-modify-remove").trigger().items();
        assertEquals(List.of("111", "333"), items.stream().map(TriggerItem::itemId).toList());
        String image = text(items.get(0));
        assertTrue(image.contains("\"exact\":12345678901234567890.123456789"), image);
        JsonObject plain = JsonObject.parse(image.getBytes(StandardCharsets.UTF_8), "image");
        assertEquals("new é", plain.string("text"));
        assertEquals(List.of(1L, 2.5), plain.get("numbers"));
        assertEquals(List.of(1L, Map.of("x", "y")), plain.get("list"));
        InferenceException keysOnly = assertThrows(InferenceException.class,
                () -> text(records("dynamodb/keys-only").trigger().items().get(0)));
        assertTrue(keysOnly.getMessage().contains("NEW_IMAGE"), keysOnly.getMessage());
    }

    @Test
    void ordersFifoQueuesByGroupAndOthersNotAtAll() throws IOException {
        AwsEvent.Records fifo = records("sqs/fifo");
        assertEquals(Ordering.KEY, fifo.trigger().ordering());
        assertEquals(List.of("a", "b", "a"),
                fifo.trigger().items().stream().map(TriggerItem::orderingKey).toList());
        AwsEvent.Records standard = records("sqs/messages");
        assertEquals(Ordering.NONE, standard.trigger().ordering());
        assertEquals("en", standard.trigger().items().get(0).payload().attributes().get("lang"));
    }

    @Test
    void readsKafkaWithItsHeadersAndPassesOverTombstones() throws IOException {
        AwsEvent.Records event = records("kafka/msk");
        assertEquals(List.of("What a lovely day!", "What a terrible day!"),
                event.trigger().items().stream().map(EventMappingTest::text).toList());
        assertEquals(List.of("alice", "mytopic-1"),
                event.trigger().items().stream().map(TriggerItem::orderingKey).toList());
        assertEquals(Map.of("headerKey", "headerValue", "unicode", "é"),
                event.trigger().items().get(0).payload().attributes());
        assertFalse(event.answer().partial());
    }

    @Test
    void recognisesOnesOwnKafkaByBothOfItsNames() throws IOException {
        TriggerItem item = records("kafka/self-managed").trigger().items().get(0);
        assertEquals("mytopic-0/15@1545084650987", item.eventId());
        Map<String, Object> event = RecordedEvents.tree("aws/kafka/self-managed");
        event.put("eventSource", "aws:SelfManagedKafka");
        AwsEvent.Records other = (AwsEvent.Records) read(TriggerKind.STREAM, Json.bytes(event));
        assertEquals(item.eventId(), other.trigger().items().get(0).eventId());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 9007199254740993L, Long.MAX_VALUE})
    void tellsRecordsOfKafkaApartByTheWholeOfTheirOffset(long offset) throws IOException {
        Map<String, Object> event = RecordedEvents.tree("aws/kafka/msk");
        AwsSources.list(AwsSources.object(event, "records"), "mytopic-0").get(0).put("offset", offset);
        AwsEvent.Records records = (AwsEvent.Records) read(TriggerKind.STREAM, Json.bytes(event));
        assertEquals("mytopic-0/" + offset, records.trigger().items().get(0).itemId());
    }

    @Test
    void findsTheOneKafkaRecordOfManyThatCannotBeRead() throws IOException {
        Map<String, Object> event = RecordedEvents.tree("aws/kafka/msk");
        AwsSources.list(AwsSources.object(event, "records"), "mytopic-0").get(0).put("value", Map.of());
        AwsEvent.Records records = (AwsEvent.Records) read(TriggerKind.STREAM, Json.bytes(event));
        assertThrows(InferenceException.class, () -> text(records.trigger().items().get(0)));
        assertEquals("What a terrible day!", text(records.trigger().items().get(1)));
    }

    @Test
    void readsTopicsAndBuses() throws IOException {
        assertEquals("What a lovely day!", text(records("sns/message").trigger().items().get(0)));
        assertEquals("{\"text\":\"What a lovely day!\"}",
                text(records("eventbridge/custom").trigger().items().get(0)));
    }

    @Test
    void namesWhatIsWrongWithAnEvent() {
        assertWrong("JSON", TriggerKind.HTTP, "{");
        assertWrong("API Gateway", TriggerKind.HTTP, "{\"Records\":[]}");
        assertWrong("Kinesis", TriggerKind.STREAM, "{\"hello\":1}");
        assertWrong("aws:ses", TriggerKind.STREAM, "{\"Records\":[{\"eventSource\":\"aws:ses\"}]}");
        assertWrong("trigger is blob", TriggerKind.BLOB,
                "{\"Records\":[{\"eventSource\":\"aws:kinesis\",\"kinesis\":{}}]}");
        assertWrong("messageId", TriggerKind.STREAM,
                "{\"Records\":[{\"eventSource\":\"aws:sqs\",\"body\":\"x\"}]}");
    }

    private static void assertWrong(String expected, TriggerKind trigger, String document) {
        InferenceException failure = assertThrows(InferenceException.class,
                () -> read(trigger, document.getBytes(StandardCharsets.UTF_8)));
        assertTrue(failure.getMessage().contains(expected), failure.getMessage());
    }
}
