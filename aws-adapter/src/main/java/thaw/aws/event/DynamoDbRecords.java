package thaw.aws.event;

import java.util.List;

import thaw.InferenceException;
import thaw.Payload;
import thaw.TriggerItem;
import thaw.json.Json;
import thaw.json.JsonObject;

/** Changes of a DynamoDB table: the new image as plain JSON is the payload. A removal has none, and is passed over. */
final class DynamoDbRecords {

    private DynamoDbRecords() {}

    static RecordName name(JsonObject record) {
        String sequence = record.required("dynamodb").string("SequenceNumber");
        return new RecordName(sequence,
                Arn.resource(record.string("eventSourceARN", "table")) + "/" + sequence, "");
    }

    static List<TriggerItem> items(JsonObject record) {
        if (record.string("eventName", "").equals("REMOVE")) {
            return List.of();
        }
        JsonObject change = record.required("dynamodb");
        JsonObject image = change.object("NewImage").orElseThrow(() -> InferenceException.mismatch(
                change.at("NewImage"), "the new image, from a stream of view type NEW_IMAGE or "
                        + "NEW_AND_OLD_IMAGES",
                "a record of " + change.string("StreamViewType", "another type")));
        String key = change.object("Keys").map(keys -> Json.text(AttributeValues.plain(keys))).orElse("");
        byte[] payload = Json.bytes(AttributeValues.plain(image));
        RecordName name = name(record);
        return List.of(new TriggerItem(name.itemId(), name.eventId(), key, "dynamodb:" + name.eventId(),
                Payload.of(payload, "application/json")));
    }
}
