package thaw.aws.event;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import thaw.InferenceException;
import thaw.Payload;
import thaw.TriggerItem;
import thaw.hosting.BrokenItem;
import thaw.json.JsonObject;

/**
 * Records of Kafka, Amazon's or one's own: lists by topic and partition. A record without a value is a deletion, and is
 * passed over.
 */
final class KafkaRecords {

    // AWS's own pages call one's own Kafka now this, now that.
    private static final Set<String> SOURCES = Set.of("aws:kafka", "aws:SelfManagedKafka",
            "SelfManagedKafka");

    private KafkaRecords() {}

    static boolean recognises(JsonObject event) {
        return SOURCES.contains(event.string("eventSource", ""));
    }

    static List<TriggerItem> items(JsonObject event) {
        List<TriggerItem> items = new ArrayList<>();
        JsonObject partitions = event.required("records");
        for (String partition : partitions.keys()) {
            for (JsonObject record : partitions.objects(partition)) {
                if (record.has("value")) {
                    items.add(item(name(record, partition), record));
                }
            }
        }
        return items;
    }

    /** With its time: a topic that was deleted and made again begins at the same offsets. */
    private static RecordName name(JsonObject record, String partition) {
        String place = record.string("topic") + "-" + record.integer("partition", 0, Integer.MAX_VALUE) + "/"
                + record.whole("offset");
        return new RecordName(place, place + "@" + record.whole("timestamp", 0), partition);
    }

    private static TriggerItem item(RecordName name, JsonObject record) {
        try {
            byte[] value = BrokenItem.base64(record.string("value"), record.at("value"));
            Payload payload = Payload.of(value, "").withAttributes(headers(record));
            return new TriggerItem(name.itemId(), name.eventId(), orderingKey(record, name.orderingKey()),
                    "kafka:" + name.itemId(), payload);
        } catch (InferenceException broken) {
            return name.broken(record.get("value"), broken);
        }
    }

    private static String orderingKey(JsonObject record, String partition) {
        return record.has("key")
                ? new String(BrokenItem.base64(record.string("key"), record.at("key")),
                        StandardCharsets.UTF_8)
                : partition;
    }

    // Each header is an object of one name, whose value is a list of signed bytes.
    private static Map<String, String> headers(JsonObject record) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (JsonObject header : record.objects("headers")) {
            for (String name : header.keys()) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                header.numbers(name).forEach(number -> bytes.write(number.intValue()));
                headers.put(name, bytes.toString(StandardCharsets.UTF_8));
            }
        }
        return headers;
    }
}
