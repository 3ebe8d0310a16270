package thaw.azure.event;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import thaw.Deadline;
import thaw.InferenceException;
import thaw.TriggerEvent.BlobTrigger;
import thaw.TriggerItem;
import thaw.conformance.RecordedEvents;
import thaw.json.Json;
import thaw.json.JsonObject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Events of Event Grid by who wrote the blob, and how: each differs from the recorded one in what its name says. */
class BlobShapesTest {

    private static final Invocation INVOCATION = new Invocation("id", Deadline.none());
    private static final BlobSource STORE = new BlobSource() {

        @Override
        public InputStream open(BlobReference blob) {
            return new ByteArrayInputStream(new byte[]{1});
        }

        @Override
        public BlobReference current(BlobReference blob) {
            String eTag = blob.eTag().isEmpty() ? "0xNOW" : blob.eTag();
            return new BlobReference(blob.account(), blob.container(), blob.name(), eTag, 4711);
        }
    };
    private static final BlobSource WITHOUT_BLOBS = new BlobSource() {

        @Override
        public InputStream open(BlobReference blob) {
            throw gone(blob);
        }

        @Override
        public BlobReference current(BlobReference blob) {
            throw gone(blob);
        }

        private InferenceException gone(BlobReference blob) {
            return InferenceException.notFound(blob.toString(), "the blob was deleted");
        }
    };

    private static Map<String, Object> recorded() {
        Map<String, Object> invocation = RecordedEvents.tree("azure/blob/event-grid");
        String text = JsonObject.of(invocation, "event").objects("inputData").get(0).required("data")
                .string("json");
        return new LinkedHashMap<>(JsonObject.parse(text.getBytes(StandardCharsets.UTF_8), "event").tree());
    }

    private static Map<String, Object> with(String field, Object value) {
        Map<String, Object> event = recorded();
        event.put(field, value);
        return event;
    }

    private static Map<String, Object> withData(String field, Object value) {
        Map<String, Object> data = new LinkedHashMap<>(JsonObject.of(recorded().get("data"), "data").tree());
        if (value == null) {
            data.remove(field);
        } else {
            data.put(field, value);
        }
        return with("data", data);
    }

    private static BlobTrigger read(Map<String, Object> event) {
        // Through its text, as it comes: what was put in as an int is read as a long.
        return new BlobEvents(STORE).gridEvent(JsonObject.parse(Json.bytes(event), "event"), INVOCATION);
    }

    private static TriggerItem only(Map<String, Object> event) {
        List<TriggerItem> items = read(event).items();
        assertEquals(1, items.size());
        return items.get(0);
    }

    private static String withoutVersion(TriggerItem item) {
        return item.eventId().replaceFirst("\\?etag=.*", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PutBlob", "CopyBlob", "PutBlockList", "FlushWithClose", "SftpCommit"})
    void takesABlobHoweverItWasWritten(String api) {
        assertEquals("azblob://thawimages/uploads/red flower/é.png?etag=0x8DE780F2D3A4C51",
                only(withData("api", api)).eventId());
    }

    /** A file of a hierarchical account is announced empty when it is created, and again when it is closed. */
    @ParameterizedTest
    @ValueSource(strings = {"CreateFile", "SftpCreate"})
    void waitsForTheEndOfAnUploadThatHasOnlyBegun(String api) {
        assertEquals(List.of(), read(withData("api", api)).items());
    }

    @ParameterizedTest
    @CsvSource({"0x8DE780F2D3A4C51", "\"\"\"0x8DE780F2D3A4C51\"\"\""})
    void takesTheETagWithAndWithoutQuotes(String eTag) {
        assertEquals("azblob://thawimages/uploads/red flower/é.png?etag=0x8DE780F2D3A4C51",
                only(withData("eTag", eTag)).eventId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://thawimages.blob.core.windows.net/uploads/red%20flower/%C3%A9.png",
            "https://thawimages.blob.core.windows.net/uploads/red+flower/é.png",
            "https://thawimages.dfs.core.windows.net/uploads/red flower/é.png",
            "https://thawimages.blob.core.windows.net/uploads/{red flower}|é.png?x=%"})
    void takesTheAccountFromTheAddressAndTheNameFromTheSubject(String url) {
        assertEquals("azblob://thawimages/uploads/red flower/é.png",
                withoutVersion(only(withData("url", url))));
    }

    @ParameterizedTest
    @CsvSource({"uploads/blobs/a+b %41.png, uploads/a+b %41.png", "blobs/blobs/a.png, blobs/a.png",
            "uploads/blobs/x/blobs/y.png, uploads/x/blobs/y.png", "$web/blobs/a.png, $web/a.png"})
    void leavesTheNameInTheSubjectAsItIs(String end, String blob) {
        assertEquals("azblob://thawimages/" + blob,
                withoutVersion(only(with("subject", "/blobServices/default/containers/" + end))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Microsoft.EventGrid.SubscriptionValidationEvent",
            "Microsoft.Storage.BlobRenamed", "Microsoft.Storage.BlobTierChanged",
            "Microsoft.Storage.DirectoryCreated"})
    void passesOverWhatTellsOfNoNewBlob(String type) {
        assertEquals(List.of(), read(with("eventType", type)).items());
    }

    @Test
    void refusesASubjectThatNamesNoBlob() {
        InferenceException refused = assertThrows(InferenceException.class,
                () -> read(with("subject", "/blobServices/default/containers/uploads")));
        assertEquals(false, refused.retryable());
    }

    /** Or a blob beyond the limit would be refused only after as many bytes as the limit allows. */
    @Test
    void asksForTheSizeThatAnEventDoesNotTell() {
        TriggerItem item = only(withData("contentLength", null));
        assertEquals("azblob://thawimages/uploads/red flower/é.png?etag=0x8DE780F2D3A4C51", item.eventId());
        assertEquals(OptionalLong.of(4711), item.payload().size());
    }

    /** Set aside it would be done with, though nothing is wrong with the blob. */
    @Test
    void failsWhereNobodySaysWhoseBlobAPoisonQueueNames() {
        InferenceException missing = assertThrows(InferenceException.class,
                () -> new BlobEvents(STORE).queued(poison(), "", INVOCATION));
        assertEquals("THAW_BLOB_ACCOUNT", missing.culprit());
    }

    private static JsonObject poison() {
        return JsonObject.parse(
                "{\"ContainerName\": \"uploads\", \"BlobName\": \"a.png\"}".getBytes(StandardCharsets.UTF_8),
                "message");
    }

    @Test
    void setsAsideABlobThatIsGoneBeforeItsVersionIsKnown() {
        TriggerItem item = new BlobEvents(WITHOUT_BLOBS).queued(poison(), "thawimages", INVOCATION).items()
                .get(0);
        assertEquals("azblob://thawimages/uploads/a.png", item.eventId());
        assertThrows(InferenceException.class, () -> item.payload().bytes(100));
    }
}
