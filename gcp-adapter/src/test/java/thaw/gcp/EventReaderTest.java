package thaw.gcp;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import thaw.InferenceException;
import thaw.TriggerItem;
import thaw.TriggerKind;
import thaw.gcp.event.BlobReference;
import thaw.gcp.event.EventReader;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Recorded events as items. */
class EventReaderTest {

    private static final String AWKWARD = "gs://uploads/red flower/é, 100%25 #1?.png#1709367329331337";
    private static final String MESSAGE = "projects/example/subscriptions/records-push/11043593848823";
    private static final int LIMIT = 1 << 20;

    private static List<TriggerItem> items(TriggerKind trigger, Posting posting) {
        return new EventReader(trigger, EventReaderTest::opened, LIMIT).read(posting.trigger());
    }

    private static ByteArrayInputStream opened(BlobReference object) {
        return new ByteArrayInputStream(
                (object.bucket() + "|" + object.name() + "|" + object.generation())
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static TriggerItem blob(String name) {
        List<TriggerItem> items = items(TriggerKind.BLOB, Posting.recorded("gcp/storage/" + name));
        assertEquals(1, items.size());
        return items.get(0);
    }

    private static TriggerItem record(String name) {
        List<TriggerItem> items = items(TriggerKind.STREAM, Posting.recorded("gcp/" + name));
        assertEquals(1, items.size());
        return items.get(0);
    }

    private static InferenceException refused(TriggerKind trigger, Posting posting) {
        return assertThrows(InferenceException.class, () -> items(trigger, posting));
    }

    @ParameterizedTest
    @ValueSource(strings = {"finalized", "finalized-structured", "notification-push", "notification-eventarc",
            "notification-unwrapped", "notification-without-payload"})
    void readsBucketNameAndGenerationFromTheDataNotFromTheSubject(String name) {
        TriggerItem item = blob(name);
        assertEquals(AWKWARD, item.eventId());
        assertEquals("uploads|red flower/é, 100%25 #1?.png|1709367329331337", item.payload().text(LIMIT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"deleted", "archived", "metadataUpdated", "audit-denied", "audit-read",
            "notification-deleted"})
    void passesOverWhatBringsNoObject(String name) {
        assertEquals(List.of(), items(TriggerKind.BLOB, Posting.recorded("gcp/storage/" + name)));
    }

    @Test
    void tellsUploadsOfOneNameApartThoughTheAuditLogKnowsNoGeneration() {
        TriggerItem first = blob("audit-created");
        Posting later = Posting.recorded("gcp/storage/audit-created").with("ce-id", "another entry");
        TriggerItem second = items(TriggerKind.BLOB, later).get(0);
        assertEquals("uploads|in/a b+c.png|", first.payload().text(LIMIT));
        assertEquals("gs://uploads/in/a b+c.png", first.reference());
        assertTrue(first.eventId().startsWith("gs://uploads/in/a b+c.png?event="), first.eventId());
        assertTrue(!first.eventId().equals(second.eventId()), "two uploads are two events");
        assertEquals(first.eventId(), blob("audit-created").eventId(), "and one told of twice is one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"push", "push-second-attempt", "eventarc", "eventarc-structured",
            "push-unwrapped"})
    void readsMessagesHoweverTheyAreWrapped(String name) {
        TriggerItem item = record("pubsub/" + name);
        assertEquals("what a lovely day", item.payload().text(LIMIT));
        assertEquals(Map.of("origin", "ward 3"), item.payload().attributes());
        assertEquals(MESSAGE, item.eventId());
    }

    @Test
    void keepsOrderingKeys() {
        assertEquals("patient-7", record("pubsub/push-ordered").orderingKey());
        assertEquals("patient-7", record("pubsub/push-unwrapped").orderingKey());
        assertEquals("patient-7", record("cloudevents/kafka").orderingKey());
        assertEquals("", record("pubsub/push").orderingKey());
    }

    @Test
    void givesMessagesWithoutDataAsNoBytesWithTheirAttributes() {
        TriggerItem item = record("pubsub/push-attributes-only");
        assertArrayEquals(new byte[0], item.payload().bytes(LIMIT));
        assertEquals(Map.of("origin", "ward 3"), item.payload().attributes());
    }

    @Test
    void unpacksWhatSaysThatItIsCompressed() {
        assertEquals("what a lovely day", record("pubsub/push-compressed").payload().text(LIMIT));
        assertEquals("text/plain", record("pubsub/push-compressed").payload().contentType());
    }

    @Test
    void leavesWhatASchemaEncodesToThePredictor() {
        TriggerItem item = record("pubsub/push-schema");
        assertEquals("BINARY", item.payload().attributes().get("googclient_schemaencoding"));
        assertEquals(2, item.payload().bytes(LIMIT)[0]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"push-broken-base64", "push-broken-compression"})
    void readsABrokenMessageAsAnItemThatIsPoison(String name) {
        TriggerItem item = record("pubsub/" + name);
        InferenceException poison = assertThrows(InferenceException.class, () -> item.payload().bytes(LIMIT));
        assertEquals(InferenceException.Kind.MALFORMED, poison.kind());
        assertEquals(MESSAGE, item.eventId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafka", "structured", "structured-base64"})
    void takesEventsOfAnyTypeAsRecords(String name) {
        TriggerItem item = record("cloudevents/" + name);
        assertEquals("what a lovely day", item.payload().text(LIMIT));
        assertEquals("text/plain", item.payload().contentType());
    }

    @Test
    void readsAttributesAsTheyWereBeforeTheHeader() {
        TriggerItem item = record("cloudevents/kafka");
        assertEquals("Straße 3, links", item.payload().attributes().get("ce-origin"));
        assertEquals("/apis/v1/namespaces/default/kafkasources/wards#records/partition:1/offset:2412",
                item.eventId());
    }

    @Test
    void readsStructuredDataAndBatchesAndEventsWithoutData() {
        assertEquals("{\"text\":\"what a lovely day\"}",
                record("cloudevents/structured-json").payload().text(LIMIT));
        assertEquals(List.of("/wards/3/b-1", "/wards/3/b-2"),
                items(TriggerKind.STREAM, Posting.recorded("gcp/cloudevents/batch")).stream()
                        .map(TriggerItem::eventId).toList());
        assertArrayEquals(new byte[0], record("cloudevents/without-data").payload().bytes(LIMIT));
    }

    @Test
    void refusesEventsThatLackWhatEveryEventHas() {
        assertTrue(refused(TriggerKind.STREAM, Posting.recorded("gcp/cloudevents/without-id")).getMessage()
                .contains("ce-id"));
        assertTrue(refused(TriggerKind.STREAM, Posting.recorded("gcp/cloudevents/future-version"))
                .getMessage().contains("2.0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "no JSON", "{\"message\":", "{\"message\":null}",
            "{\"message\":{\"data\":\"aGk=\"}}", "\"text\"", "{\"message\":{\"messageId\":\"1\"}} {}"})
    void refusesAnythingElseSoThatItIsNotAcknowledged(String body) {
        Posting posting = new Posting(Map.of("content-type", "application/json"),
                body.getBytes(StandardCharsets.UTF_8));
        for (TriggerKind trigger : List.of(TriggerKind.STREAM, TriggerKind.BLOB)) {
            assertEquals(InferenceException.Kind.MALFORMED, refused(trigger, posting).kind(), body);
        }
        Posting structured = posting.with("content-type", "application/cloudevents+json");
        assertEquals(InferenceException.Kind.MALFORMED, refused(TriggerKind.STREAM, structured).kind(), body);
    }

    @Test
    void refusesDataThatIsNoObjectOfStorage() {
        Posting broken = Posting.recorded("gcp/storage/finalized").with("no JSON");
        assertEquals(InferenceException.Kind.MALFORMED, refused(TriggerKind.BLOB, broken).kind());
        Posting record = Posting.recorded("gcp/cloudevents/kafka");
        assertTrue(refused(TriggerKind.BLOB, record).getMessage().contains("trigger is blob"));
        Posting object = Posting.recorded("gcp/storage/finalized");
        assertTrue(refused(TriggerKind.STREAM, object).getMessage().contains("trigger is stream"));
    }

    @Test
    void setsAsideAMessageThatIsNoNotification() {
        TriggerItem item = items(TriggerKind.BLOB, Posting.recorded("gcp/pubsub/push")).get(0);
        InferenceException poison = assertThrows(InferenceException.class, () -> item.payload().bytes(LIMIT));
        assertEquals(InferenceException.Kind.MALFORMED, poison.kind());
        assertTrue(item.payload().attributes().get("record").contains("ward 3"));
    }

    @Test
    void refusesFormatsOtherThanJson() {
        Posting avro = Posting.recorded("gcp/cloudevents/structured").with("content-type",
                "application/cloudevents+avro");
        assertEquals(InferenceException.Kind.UNSUPPORTED_MEDIA, refused(TriggerKind.STREAM, avro).kind());
    }

    @Test
    void refusesWhatIsTooLargeAsAWhole() {
        Posting large = new Posting(Map.of(), new byte[LIMIT + 1]);
        assertEquals(InferenceException.Kind.TOO_LARGE, refused(TriggerKind.STREAM, large).kind());
    }
}
