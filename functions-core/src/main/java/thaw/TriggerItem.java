package thaw;

import java.util.Objects;

/**
 * One object or record of an event.
 *
 * @param itemId      what the platform wants back if this item failed: a sequence number, a message id. Several items
 *                    may share it, such as the objects named by one message; then it failed if one of them did
 * @param eventId     what recognises the same item delivered twice: bucket, key and version; stream, shard and sequence
 *                    number; message id
 * @param orderingKey items of one key are stored in their order; empty for none
 * @param reference   where the input is, for people: {@code s3://bucket/key?versionId=1}, {@code stream/shard/42}
 * @param payload     the bytes, fetched when read
 */
public record TriggerItem(String itemId, String eventId, String orderingKey, String reference,
        Payload payload) {

    public TriggerItem {
        requireText("itemId", itemId);
        requireText("eventId", eventId);
        Objects.requireNonNull(orderingKey, "orderingKey");
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(payload, "payload");
    }

    // An empty identifier reported to Kinesis or SQS means that the whole batch failed: never let one arise.
    private static void requireText(String name, String value) {
        if (value.isEmpty()) {
            throw InferenceException.mismatch(name, "a text", "an empty one");
        }
    }
}
