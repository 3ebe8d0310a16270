package thaw.gcp.event;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import thaw.InferenceException;
import thaw.Payload;
import thaw.TriggerEvent.HttpTrigger;
import thaw.TriggerItem;
import thaw.TriggerKind;
import thaw.hosting.BrokenItem;
import thaw.hosting.Percent;
import thaw.http.ContentCoding;
import thaw.json.JsonObject;

/**
 * Reads what Eventarc, Pub/Sub and whoever else speaks CloudEvents over HTTP post to a function on objects or records.
 * Thread-safe.
 */
public final class EventReader {

    private static final String PUBLISHED = "google.cloud.pubsub.topic.v1.messagePublished";

    private final TriggerKind trigger;
    private final BlobSource objects;
    private final long limit;

    /**
     * A reader whose events refer to objects of that store.
     *
     * @param limit the most bytes of a request, or of an event after decompression
     */
    public EventReader(TriggerKind trigger, BlobSource objects, long limit) {
        this.trigger = Objects.requireNonNull(trigger, "trigger");
        this.objects = Objects.requireNonNull(objects, "objects");
        this.limit = limit;
    }

    /**
     * The items that a request brings: mostly one; none, if it tells of something that is not the function's affair. An
     * item that can never be read does not throw: its payload does, when the function reads it, so that it is set aside.
     *
     * @throws InferenceException malformed, if the request is no event of this kind of trigger: then nothing has been
     *                            taken, and the sender must keep it; too large
     */
    public List<TriggerItem> read(HttpTrigger request) {
        byte[] body = request.body().bytes(limit);
        String otherId = "request/" + request.requestId();
        if (CloudEvents.announced(request)) {
            return items(CloudEvents.read(request, plain(request, body)));
        }
        if (PubSubMessage.unwrapped(request)) {
            return message(PubSubMessage.unwrapped(request, body), otherId);
        }
        return message(PubSubMessage.enveloped(JsonObject.parse(plain(request, body), "request body")),
                otherId);
    }

    /** The body as it was before it was compressed on its way; what an unwrapped message says of itself is its own. */
    private byte[] plain(HttpTrigger request, byte[] body) {
        return ContentCoding.of(request.header("content-encoding")).decode(body, limit);
    }

    /**
     * The trigger of a function that takes an event, as far as the event says: whatever brings no object is a record.
     *
     * @throws InferenceException malformed, if it is no event
     */
    public static Optional<TriggerKind> trigger(HttpTrigger request) {
        EventReader reader = new EventReader(TriggerKind.STREAM, object -> InputStream.nullInputStream(),
                Integer.MAX_VALUE);
        byte[] body = request.body().bytes(Integer.MAX_VALUE);
        if (CloudEvents.announced(request) && CloudEvents.read(request, reader.plain(request, body)).stream()
                .anyMatch(StorageNotice::tells)) {
            return Optional.of(TriggerKind.BLOB);
        }
        // The attribute that every notification of a bucket has, and hardly any other message.
        boolean notice = reader.read(request).stream()
                .flatMap(item -> item.payload().attributes().keySet().stream())
                .anyMatch("notificationConfig"::equalsIgnoreCase);
        return Optional.of(notice ? TriggerKind.BLOB : TriggerKind.STREAM);
    }

    /** A path without its escapes, in UTF-8. */
    public static String decoded(String path) {
        return Percent.decode(path);
    }

    /** The items of events that another has read, such as Google's framework. */
    public List<TriggerItem> items(List<CloudEventMessage> events) {
        List<TriggerItem> items = new ArrayList<>();
        events.forEach(event -> items.addAll(items(event)));
        return items;
    }

    private List<TriggerItem> items(CloudEventMessage event) {
        if (event.type().equals(PUBLISHED)) {
            return message(PubSubMessage.enveloped(event.json()), event.eventId());
        }
        return switch (trigger) {
            case BLOB -> object(object(event), event.eventId());
            case STREAM -> List.of(record(event));
            case HTTP -> throw new IllegalArgumentException("a function on HTTP takes no events");
        };
    }

    private static Optional<BlobReference> object(CloudEventMessage event) {
        if (event.type().startsWith(StorageNotice.STORAGE)) {
            return StorageNotice.direct(event);
        }
        if (event.type().equals(StorageNotice.AUDIT)) {
            return StorageNotice.audited(event);
        }
        throw InferenceException.mismatch("event",
                "an object in Cloud Storage, since the function's trigger is blob",
                "the type " + event.type());
    }

    private TriggerItem record(CloudEventMessage event) {
        if (event.type().startsWith(StorageNotice.STORAGE)) {
            throw InferenceException.mismatch("event", "records, since the function's trigger is stream",
                    "the type " + event.type());
        }
        return new TriggerItem(event.eventId(), event.eventId(), event.orderingKey(),
                event.type() + ":" + event.eventId(), Payload.of(event.data(), event.contentType())
                        .withAttributes(event.names()));
    }

    private List<TriggerItem> message(PubSubMessage message, String otherId) {
        TriggerItem item = message.item(otherId, limit);
        if (trigger == TriggerKind.STREAM) {
            return List.of(item);
        }
        try {
            return object(StorageNotice.notified(message), item.eventId());
        } catch (InferenceException broken) {
            return List.of(BrokenItem.of(item.itemId(), item.eventId(), record(message), broken));
        }
    }

    private static Map<String, Object> record(PubSubMessage message) {
        return Map.of("messageId", message.id(), "attributes", message.attributes());
    }

    /** Without a generation, only the event itself tells one upload of a name from the next. */
    private List<TriggerItem> object(Optional<BlobReference> found, String eventId) {
        return found.map(object -> {
            Payload payload = Payload.streamed(() -> objects.open(object), object.size(), "");
            String id = object.generation().isEmpty() ? object + "?event=" + eventId : object.toString();
            return List.of(new TriggerItem(id, id, "", object.toString(), payload));
        }).orElse(List.of());
    }
}
