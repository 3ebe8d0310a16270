package thaw.aws.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import thaw.Payload;
import thaw.TriggerItem;
import thaw.hosting.BrokenItem;
import thaw.json.JsonObject;

/** Records of a Kinesis stream; one that the producer library aggregated is many items with one identifier. */
final class KinesisRecords {

    private KinesisRecords() {}

    /** Stream, shard and sequence number: the event's id holds the last two. */
    static RecordName name(JsonObject record) {
        String sequence = record.required("kinesis").string("sequenceNumber");
        String stream = Arn.resource(record.string("eventSourceARN", "stream"));
        return new RecordName(sequence,
                stream + "/" + record.string("eventID", sequence).replace(':', '/'), "");
    }

    static List<TriggerItem> items(JsonObject record) {
        JsonObject kinesis = record.required("kinesis");
        RecordName name = name(record);
        byte[] data = BrokenItem.base64(kinesis.string("data"), kinesis.at("data"));
        Optional<List<ProducerAggregate.UserRecord>> aggregate = ProducerAggregate.read(data,
                kinesis.at("data"));
        if (aggregate.isEmpty()) {
            return List.of(item(name.itemId(), name.eventId(), kinesis.string("partitionKey", ""), data));
        }
        List<TriggerItem> items = new ArrayList<>();
        for (ProducerAggregate.UserRecord user : aggregate.get()) {
            items.add(item(name.itemId(), name.eventId() + "/" + items.size(), user.partitionKey(),
                    user.data()));
        }
        return items;
    }

    private static TriggerItem item(String sequence, String eventId, String key, byte[] data) {
        return new TriggerItem(sequence, eventId, key, "kinesis:" + eventId, Payload.of(data, ""));
    }
}
