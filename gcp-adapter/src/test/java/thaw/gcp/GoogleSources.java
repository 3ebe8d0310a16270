package thaw.gcp;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

import thaw.conformance.AdapterDriver.Message;
import thaw.conformance.AdapterDriver.Upload;
import thaw.json.Json;

/**
 * Which sources a run of the suite uses; its events are the recorded ones with the test's own content.
 *
 * @param blob      of objects
 * @param stream    of records
 * @param signature of the function's type, as it is deployed
 */
record GoogleSources(Blob blob, Stream stream, String signature) {

    enum Blob {
        DIRECT, STRUCTURED, AUDIT_LOG, NOTIFICATION_EVENTARC, NOTIFICATION_PUSH, NOTIFICATION_UNWRAPPED
    }

    enum Stream {
        EVENTARC, EVENTARC_STRUCTURED, PUSH, PUSH_UNWRAPPED, CLOUD_EVENT, CLOUD_EVENT_STRUCTURED
    }

    Posting object(Upload upload, String generation) {
        Posting direct = Posting.recorded("gcp/storage/finalized");
        Map<String, Object> object = direct.tree();
        object.put("name", upload.key());
        object.put("generation", generation);
        object.put("size", Integer.toString(upload.bytes().length));
        return switch (blob) {
            case DIRECT -> direct.with(object).with("ce-id", "e" + upload.key().hashCode());
            case STRUCTURED -> structured("gcp/storage/finalized-structured", object);
            case AUDIT_LOG -> audited(upload);
            case NOTIFICATION_EVENTARC -> notified("gcp/storage/notification-eventarc", object);
            case NOTIFICATION_PUSH -> notified("gcp/storage/notification-push", object);
            case NOTIFICATION_UNWRAPPED ->
                Posting.recorded("gcp/storage/notification-unwrapped").with(object);
        };
    }

    private static Posting structured(String name, Map<String, Object> data) {
        Posting recorded = Posting.recorded(name);
        Map<String, Object> event = recorded.tree();
        event.put("data", data);
        return recorded.with(event);
    }

    @SuppressWarnings("unchecked")
    private static Posting audited(Upload upload) {
        Posting recorded = Posting.recorded("gcp/storage/audit-created");
        Map<String, Object> entry = recorded.tree();
        ((Map<String, Object>) entry.get("protoPayload")).put("resourceName",
                "projects/_/buckets/uploads/objects/" + upload.key());
        return recorded.with(entry).with("ce-id", "audit-" + upload.key().hashCode());
    }

    private static Posting notified(String name, Map<String, Object> object) {
        return message(name, "n" + object.get("name").hashCode(), "", Json.bytes(object));
    }

    @SuppressWarnings("unchecked")
    private static Posting message(String name, String id, String key, byte[] data) {
        Posting recorded = Posting.recorded(name);
        Map<String, Object> event = recorded.tree();
        Map<String, Object> envelope = (Map<String, Object>) event.getOrDefault("data", event);
        Map<String, Object> message = (Map<String, Object>) envelope.get("message");
        message.put("data", Base64.getEncoder().encodeToString(data));
        message.put("messageId", id);
        if (!key.isEmpty()) {
            message.put("orderingKey", key);
        }
        return recorded.with(event);
    }

    Posting record(Message message) {
        byte[] body = message.body().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return switch (stream) {
            case EVENTARC -> message("gcp/pubsub/eventarc", message.id(), message.key(), body);
            case EVENTARC_STRUCTURED ->
                message("gcp/pubsub/eventarc-structured", message.id(), message.key(), body);
            case PUSH -> message("gcp/pubsub/push", message.id(), message.key(), body);
            case PUSH_UNWRAPPED -> Posting.recorded("gcp/pubsub/push-unwrapped").with(message.body())
                    .with("x-goog-pubsub-message-id", message.id())
                    .with("x-goog-pubsub-ordering-key", message.key())
                    .with("content-type", "application/json");
            case CLOUD_EVENT -> Posting.recorded("gcp/cloudevents/kafka").with(message.body())
                    .with("ce-id", message.id()).with("ce-partitionkey", message.key())
                    .with("content-type", "application/json");
            case CLOUD_EVENT_STRUCTURED -> {
                Map<String, Object> event = new LinkedHashMap<>(
                        Posting.recorded("gcp/cloudevents/structured-json").tree());
                event.put("id", message.id());
                event.put("partitionkey", message.key());
                event.put("data", Json.parse(body, "message"));
                yield Posting.recorded("gcp/cloudevents/structured-json").with(event);
            }
        };
    }
}
