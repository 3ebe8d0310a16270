package thaw.gcp;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

/** Recorded events, each changed in one place to what the standards allow and few senders do. */
class AwkwardEventsTest {

    private static final int LIMIT = 1 << 20;
    private static final String FINALIZED = "gcp/storage/finalized";

    private static List<TriggerItem> items(TriggerKind trigger, Posting posting) {
        return new EventReader(trigger, AwkwardEventsTest::opened, LIMIT).read(posting.trigger());
    }

    private static ByteArrayInputStream opened(BlobReference object) {
        return new ByteArrayInputStream(
                (object.bucket() + "|" + object.name() + "|" + object.generation())
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static TriggerItem record(Posting posting) {
        return items(TriggerKind.STREAM, posting).get(0);
    }

    private static InferenceException refused(TriggerKind trigger, Posting posting) {
        return assertThrows(InferenceException.class, () -> items(trigger, posting));
    }

    private static Posting changed(String recorded, String name, Object value) {
        Posting posting = Posting.recorded(recorded);
        Map<String, Object> tree = posting.tree();
        tree.put(name, value);
        return posting.with(tree);
    }

    private static Posting message(Map<String, ?> changes) {
        Posting posting = Posting.recorded("gcp/pubsub/push");
        Map<String, Object> tree = posting.tree();
        Map<String, Object> message = new LinkedHashMap<>();
        ((Map<?, ?>) tree.get("message")).forEach((name, value) -> message.put((String) name, value));
        message.putAll(changes);
        tree.put("message", message);
        return posting.with(tree);
    }

    private static byte[] gzipped(byte[] bytes) throws IOException {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(coded)) {
            out.write(bytes);
        }
        return coded.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({"'\"ward 3, links\"', 'ward 3, links'", "'\"a \\\"quoted\\\" ward\"', 'a \"quoted\" ward'",
            "'Stra%C3%9Fe%203', 'Straße 3'", "'100%25 %zz %', '100% %zz %'", "'\"', '\"'"})
    void readsHeadersAsTheStandardWritesThem(String sent, String meant) {
        TriggerItem item = record(Posting.recorded("gcp/cloudevents/kafka").with("ce-origin", sent));
        assertEquals(meant, item.payload().attributes().get("ce-origin"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ce-id", "ce-source", "ce-type"})
    void refusesAnEventByTheHeaderThatItLacks(String header) {
        Posting lacking = Posting.recorded("gcp/cloudevents/kafka").with(header, "");
        assertTrue(refused(TriggerKind.STREAM, lacking).getMessage().contains(header));
    }

    @Test
    void refusesATypeThatIsNotTheFunctions() {
        for (String type : List.of("google.cloud.storage.bucket.v1.created", "google.storage.object.finalize",
                "com.example.thing")) {
            Posting other = Posting.recorded(FINALIZED).with("ce-type", type);
            assertTrue(refused(TriggerKind.BLOB, other).getMessage().contains(type));
        }
    }

    @Test
    void readsGenerationAndSizeAsTextsAndAsNumbers() {
        TriggerItem number = items(TriggerKind.BLOB, changed(FINALIZED, "generation", 1709367329331337L))
                .get(0);
        assertTrue(number.payload().text(LIMIT).endsWith("|1709367329331337"));
        assertEquals(items(TriggerKind.BLOB, Posting.recorded(FINALIZED)).get(0).eventId(), number.eventId());
        assertEquals(7, items(TriggerKind.BLOB, changed(FINALIZED, "size", 7)).get(0).payload().size()
                .orElseThrow());
        assertEquals(InferenceException.Kind.MALFORMED,
                refused(TriggerKind.BLOB, changed(FINALIZED, "size", "many")).kind());
    }

    @Test
    void readsNamesOfTheAuditLogAsTheyAre() {
        Posting recorded = Posting.recorded("gcp/storage/audit-created");
        Map<String, Object> tree = recorded.tree();
        Map<Object, Object> entry = new LinkedHashMap<>((Map<?, ?>) tree.get("protoPayload"));
        entry.put("resourceName", "projects/_/buckets/uploads/objects/a%2Fb/objects/100%25 é+.png");
        tree.put("protoPayload", entry);
        assertEquals("uploads|a%2Fb/objects/100%25 é+.png|",
                items(TriggerKind.BLOB, recorded.with(tree)).get(0).payload().text(LIMIT));
        entry.put("resourceName", "projects/_/buckets/uploads");
        assertEquals(InferenceException.Kind.MALFORMED,
                refused(TriggerKind.BLOB, recorded.with(tree)).kind());
        entry.remove("methodName");
        assertEquals(InferenceException.Kind.MALFORMED,
                refused(TriggerKind.BLOB, recorded.with(tree)).kind());
    }

    @ParameterizedTest
    @ValueSource(strings = {"OBJECT_DELETE", "OBJECT_ARCHIVE", "OBJECT_METADATA_UPDATE"})
    void passesOverNotificationsOfOtherThings(String eventType) {
        Posting other = message(Map.of("attributes", Map.of("eventType", eventType, "bucketId", "uploads")));
        assertEquals(List.of(), items(TriggerKind.BLOB, other));
    }

    @Test
    void readsDataInEitherAlphabetOfBase64() {
        byte[] bytes = {(byte) 0xFB, (byte) 0xEF, (byte) 0xFF, 0x3E};
        for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder(),
                Base64.getEncoder().withoutPadding(), Base64.getUrlEncoder().withoutPadding())) {
            String data = encoder.encodeToString(bytes);
            assertArrayEquals(bytes, record(message(Map.of("data", data))).payload().bytes(LIMIT), data);
        }
    }

    @Test
    void knowsAMessageByEitherSpellingOfItsId() {
        Posting posting = Posting.recorded("gcp/pubsub/push");
        String id = record(posting).eventId();
        for (String spelling : List.of("messageId", "message_id")) {
            Posting one = posting.with(Map.of("message", Map.of(spelling, "11043593848823", "data", "aGk="),
                    "subscription", "projects/example/subscriptions/records-push", "deliveryAttempt", 5));
            assertEquals(id, record(one).eventId());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json; charset=utf-8", "Application/JSON", "text/json",
            "application/vnd.thing+json;v=1"})
    void keepsTextsInJsonAsJson(String type) {
        Posting event = changed("gcp/cloudevents/structured", "datacontenttype", type);
        assertEquals("\"what a lovely day\"", record(event).payload().text(LIMIT));
        assertEquals(type, record(event).payload().contentType());
    }

    @Test
    void decodesWhatTheOlderVersionCallsEncoded() {
        Posting event = changed("gcp/cloudevents/structured", "datacontentencoding", "base64");
        Map<String, Object> tree = event.tree();
        tree.putAll(Map.of("specversion", "0.3", "data", "aGk="));
        assertEquals("hi", record(event.with(tree)).payload().text(LIMIT));
    }

    @Test
    void refusesAnEventWithTwoContents() {
        Posting event = changed("gcp/cloudevents/structured", "data_base64", "aGk=");
        assertTrue(refused(TriggerKind.STREAM, event).getMessage().contains("data_base64"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gcp/cloudevents/kafka", "gcp/cloudevents/structured", "gcp/pubsub/push",
            "gcp/pubsub/eventarc"})
    void unpacksARequestThatIsCompressedAsAWhole(String name) throws IOException {
        Posting plain = Posting.recorded(name);
        Posting packed = new Posting(plain.with("content-encoding", "gzip").headers(), gzipped(plain.body()));
        assertEquals("what a lovely day", record(packed).payload().text(LIMIT));
        Posting unknown = plain.with("content-encoding", "br");
        assertEquals(InferenceException.Kind.UNSUPPORTED_MEDIA, refused(TriggerKind.STREAM, unknown).kind());
        Posting broken = plain.with("content-encoding", "gzip");
        assertEquals(InferenceException.Kind.MALFORMED, refused(TriggerKind.STREAM, broken).kind());
    }

    @Test
    void refusesARequestThatUnpacksToMoreThanTheLimit() throws IOException {
        Posting bomb = new Posting(Map.of("content-encoding", "gzip"), gzipped(new byte[2 * LIMIT]));
        assertEquals(InferenceException.Kind.TOO_LARGE, refused(TriggerKind.STREAM, bomb).kind());
    }
}
