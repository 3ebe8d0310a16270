package thaw.gcp.event;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import thaw.InferenceException;
import thaw.Payload;
import thaw.TriggerEvent.HttpTrigger;
import thaw.TriggerItem;
import thaw.hosting.BrokenItem;
import thaw.json.JsonObject;

/**
 * One message of Pub/Sub: in the envelope that a push and Eventarc share, or unwrapped, its metadata in headers. Its data
 * is what its publisher sent: one that a schema encodes is decoded by the predictor, which finds the schema's attributes.
 *
 * @param id           given by Pub/Sub, unique in its topic; empty if the subscription writes no metadata
 * @param subscription that delivers it; empty if it is not told
 * @param orderingKey  of which the order is kept; empty for none
 * @param attributes   by name
 * @param data         its bytes, or why they cannot be read
 */
record PubSubMessage(String id, String subscription, String orderingKey, Map<String, String> attributes,
        Data data) {

    private static final String METADATA = "x-goog-pubsub-";
    // What every request has: anything else in the head of an unwrapped push is an attribute of its message.
    private static final Set<String> TRANSPORT = Set.of("host", "accept", "accept-encoding", "authorization",
            "connection", "content-length", "content-type", "forwarded", "from", "traceparent", "tracestate",
            "transfer-encoding", "user-agent", "via", "x-cloud-trace-context", "x-forwarded-for",
            "x-forwarded-proto", "x-serverless-authorization");

    /** The data of a message. */
    sealed interface Data {

        /** Read. */
        record Bytes(byte[] bytes) implements Data {}

        /** There, and no base64. */
        record Broken(InferenceException cause) implements Data {}
    }

    PubSubMessage {
        attributes = Map.copyOf(attributes);
    }

    /** Whether a request says that it is an unwrapped push. */
    static boolean unwrapped(HttpTrigger request) {
        return request.headers().keySet().stream().anyMatch(name -> name.startsWith(METADATA));
    }

    static PubSubMessage unwrapped(HttpTrigger request, byte[] body) {
        Map<String, String> attributes = new LinkedHashMap<>();
        request.headers().forEach((name, values) -> {
            if (!name.startsWith(METADATA) && !TRANSPORT.contains(name)) {
                attributes.put(name, String.join(",", values));
            }
        });
        return new PubSubMessage(request.header(METADATA + "message-id"),
                request.header(METADATA + "subscription-name"), request.header(METADATA + "ordering-key"),
                attributes, new Data.Bytes(body));
    }

    /**
     * A message in its envelope.
     *
     * @throws InferenceException malformed, if it is no envelope
     */
    static PubSubMessage enveloped(JsonObject envelope) {
        JsonObject message = envelope.required("message");
        Map<String, String> attributes = new LinkedHashMap<>();
        message.object("attributes").ifPresent(
                names -> names.keys().forEach(name -> attributes.put(name, names.string(name, ""))));
        return new PubSubMessage(
                message.has("messageId") ? message.string("messageId") : message.string("message_id"),
                envelope.string("subscription", ""), message.string("orderingKey", ""), attributes,
                data(message));
    }

    // Absent when a message has attributes alone. Bytes in JSON may be written in either alphabet of base64.
    private static Data data(JsonObject message) {
        try {
            String text = message.string("data", "").replace('-', '+').replace('_', '/');
            return new Data.Bytes(BrokenItem.base64(text, message.at("data")));
        } catch (InferenceException broken) {
            return new Data.Broken(broken);
        }
    }

    /** An attribute; empty if the message does not have it. Headers have changed the case of its name. */
    String attribute(String name) {
        return attributes.entrySet().stream().filter(entry -> entry.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue).findFirst().orElse("");
    }

    Optional<byte[]> bytes() {
        return data instanceof Data.Bytes read ? Optional.of(read.bytes()) : Optional.empty();
    }

    /**
     * The message as an item.
     *
     * @param otherId what recognises it if its subscription tells no id
     */
    TriggerItem item(String otherId, long limit) {
        String eventId = id.isEmpty() ? otherId : subscription.isEmpty() ? id : subscription + "/" + id;
        return new TriggerItem(eventId, eventId, orderingKey, "pubsub:" + eventId,
                payload(limit).withAttributes(attributes));
    }

    private Payload payload(long limit) {
        if (data instanceof Data.Broken broken) {
            return BrokenItem.payload(broken.cause());
        }
        return Contents.payload(((Data.Bytes) data).bytes(), attribute("content-type"),
                attribute("content-encoding"), limit);
    }
}
