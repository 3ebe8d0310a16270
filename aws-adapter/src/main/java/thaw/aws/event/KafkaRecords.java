package thaw.aws.event;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    private KafkaRecords() {}

    static boolean recognises(JsonObject event) {
        String source = event.string("eventSource", "");
        return source.equals("aws:kafka") || source.equals("SelfManagedKafka");
    }

    static List<TriggerItem> items(JsonObject event) {
        List<TriggerItem> items = new ArrayList<>();
        JsonObject partitions = event.required("records");
        for (String partition : partitions.keys()) {
            for (JsonObject record : partitions.objects(partition)) {
                String id = record.string("topic") + "-" + record.integer("partition", 0, Integer.MAX_VALUE)
                        + "/" + (long) record.number("offset");
                if (record.has("value")) {
                    items.add(item(id, partition, record));
                }
            }
        }
        return items;
    }

    private static TriggerItem item(String id, String partition, JsonObject record) {
        try {
            byte[] value = BrokenItem.base64(record.string("value"), record.at("value"));
            Payload payload = Payload.of(value, "").withAttributes(headers(record));
            return new TriggerItem(id, id, orderingKey(record, partition), "kafka:" + id, payload);
        } catch (InferenceException broken) {
            return BrokenItem.of(id, id, record.string("value", ""), broken);
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
