package thaw.gcp.event;

import java.util.Optional;

import thaw.InferenceException;
import thaw.json.Json;
import thaw.json.JsonObject;

/**
 * What says that an object landed in Cloud Storage: the event that Eventarc brings, an entry of the audit log, or the
 * bucket's own notification in a message. Events of other kinds, such as a deletion, name no object. Bucket, name and
 * generation are read from the data: the subject may have been encoded or split on its way.
 */
final class StorageNotice {

    static final String STORAGE = "google.cloud.storage.object.v1.";
    static final String AUDIT = "google.cloud.audit.log.v1.written";

    private static final String FINALIZED = STORAGE + "finalized";
    private static final String CREATE = "storage.objects.create";
    private static final String BUCKETS = "projects/_/buckets/";
    private static final String OBJECTS = "/objects/";

    private StorageNotice() {}

    /** Whether an event tells of objects, of whatever became of them. */
    static boolean tells(CloudEventMessage event) {
        return event.type().startsWith(STORAGE) || event.type().equals(AUDIT);
    }

    /** The object of an event of Cloud Storage itself. */
    static Optional<BlobReference> direct(CloudEventMessage event) {
        return event.type().equals(FINALIZED) ? Optional.of(object(event.json())) : Optional.empty();
    }

    private static BlobReference object(JsonObject object) {
        return new BlobReference(object.string("bucket"), object.string("name"), number(object, "generation"),
                size(number(object, "size"), object));
    }

    // Both are 64-bit integers, which JSON sends as texts.
    private static String number(JsonObject object, String name) {
        return object.get(name) instanceof Number number ? number.toString() : object.string(name, "");
    }

    private static long size(String text, JsonObject object) {
        try {
            return text.isEmpty() ? -1 : Long.parseLong(text);
        } catch (NumberFormatException invalid) {
            throw InferenceException.mismatch(object.at("size"), "an integer", "'" + text + "'");
        }
    }

    /** The object of an audit log's entry, which knows no generation; none if what it tells of was refused. */
    static Optional<BlobReference> audited(CloudEventMessage event) {
        JsonObject entry = event.json().required("protoPayload");
        boolean failed = entry.object("status").map(status -> status.number("code", 0) != 0).orElse(false);
        if (failed || !entry.string("methodName").equals(CREATE)) {
            return Optional.empty();
        }
        String resource = entry.string("resourceName");
        int objects = resource.indexOf(OBJECTS);
        if (!resource.startsWith(BUCKETS) || objects < 0) {
            throw InferenceException.mismatch(entry.at("resourceName"),
                    BUCKETS + "<bucket>" + OBJECTS + "<name>", "'" + resource + "'");
        }
        return Optional.of(new BlobReference(resource.substring(BUCKETS.length(), objects),
                resource.substring(objects + OBJECTS.length()), "", -1));
    }

    /**
     * The object of a bucket's notification.
     *
     * @throws InferenceException malformed, if the message is none
     */
    static Optional<BlobReference> notified(PubSubMessage message) {
        String event = message.attribute("eventType");
        if (!event.isEmpty() && !event.equals("OBJECT_FINALIZE")) {
            return Optional.empty();
        }
        if (message.data() instanceof PubSubMessage.Data.Broken broken) {
            throw broken.cause();
        }
        byte[] data = message.bytes().orElseThrow();
        if (data.length > 0) {
            return Optional.of(resource(JsonObject.of(Json.parse(data, "notification"), "notification")));
        }
        if (event.isEmpty()) {
            throw InferenceException.mismatch("message", "a notification of Cloud Storage",
                    "one with the attributes " + message.attributes().keySet());
        }
        return Optional.of(new BlobReference(attribute(message, "bucketId"), attribute(message, "objectId"),
                message.attribute("objectGeneration"), -1));
    }

    private static BlobReference resource(JsonObject object) {
        String kind = object.string("kind", "storage#object");
        if (!kind.equals("storage#object")) {
            throw InferenceException.mismatch(object.at("kind"), "storage#object", "'" + kind + "'");
        }
        return object(object);
    }

    private static String attribute(PubSubMessage message, String name) {
        String value = message.attribute(name);
        if (value.isEmpty()) {
            throw InferenceException.mismatch("attribute " + name, "a text", "nothing");
        }
        return value;
    }
}
