package thaw.aws.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import thaw.InferenceException;
import thaw.json.JsonObject;

/**
 * What says that objects landed: S3's own notification, EventBridge's event, or SNS's envelope around one of them. Events
 * of other kinds, such as a deletion, name no object; nor does the test that S3 sends when a notification is set up.
 */
final class S3Notice {

    private S3Notice() {}

    /**
     * The objects of one document.
     *
     * @throws InferenceException malformed, if it is no such document
     */
    static List<BlobReference> read(JsonObject notice) {
        if (notice.string("Event", "").equals("s3:TestEvent")) {
            return List.of();
        }
        if (EventRecords.present(notice)) {
            List<BlobReference> objects = new ArrayList<>();
            EventRecords.of(notice).forEach((record, tree) -> record(record).ifPresent(objects::add));
            return objects;
        }
        if (notice.string("source", "").equals("aws.s3")) {
            return bridged(notice);
        }
        if (notice.string("Type", "").equals("Notification")) {
            return read(EventReader.nested(notice.string("Message"), notice.at("Message")));
        }
        throw InferenceException.mismatch(notice.at("source"),
                "an event of S3: its own, EventBridge's, or one of these in a message",
                "a document with " + notice.keys());
    }

    /** S3's own notification: its keys are encoded as a form's values. */
    static Optional<BlobReference> record(JsonObject record) {
        if (!record.string("eventSource").equals("aws:s3")) {
            throw InferenceException.mismatch(record.at("eventSource"), "aws:s3",
                    record.string("eventSource"));
        }
        if (!record.string("eventName").startsWith("ObjectCreated")) {
            return Optional.empty();
        }
        JsonObject s3 = record.required("s3");
        JsonObject object = s3.required("object");
        return Optional.of(new BlobReference(s3.required("bucket").string("name"), decoded(object),
                object.string("versionId", ""), object.string("eTag", ""), size(object)));
    }

    /** EventBridge's event: its keys are as they are. */
    private static List<BlobReference> bridged(JsonObject event) {
        if (!event.string("detail-type", "").equals("Object Created")) {
            return List.of();
        }
        JsonObject detail = event.required("detail");
        JsonObject object = detail.required("object");
        return List.of(new BlobReference(detail.required("bucket").string("name"), object.string("key"),
                object.string("version-id", ""), object.string("etag", ""), size(object)));
    }

    private static String decoded(JsonObject object) {
        String key = object.string("key");
        try {
            return FormEncoding.s3Key(key);
        } catch (IllegalArgumentException invalid) {
            throw InferenceException.malformed(object.at("key"),
                    "expected a key encoded as a form's value, got '" + key + "'", invalid);
        }
    }

    private static long size(JsonObject object) {
        return (long) object.number("size", -1);
    }
}
