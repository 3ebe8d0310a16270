package thaw.azure.event;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import thaw.InferenceException;
import thaw.Ordering;
import thaw.Payload;
import thaw.TriggerEvent.StreamTrigger;
import thaw.TriggerItem;
import thaw.hosting.BrokenItem;
import thaw.hosting.ResultDocument;
import thaw.json.Json;
import thaw.json.JsonObject;

/**
 * Records of Kafka, each a JSON object with {@code Topic}, {@code Partition}, {@code Offset}, {@code Value} and
 * {@code Headers}. A record without a value is a deletion, and is passed over.
 */
public final class KafkaRecords {

    private KafkaRecords() {}

    /** The records of a batch; the order of each partition is kept. */
    public static StreamTrigger read(String[] documents, Invocation invocation) {
        List<TriggerItem> items = new ArrayList<>();
        for (String document : documents) {
            try {
                JsonObject record = JsonObject.parse(document.getBytes(StandardCharsets.UTF_8), "record");
                if (record.has("Value")) {
                    items.add(item(record));
                }
            } catch (InferenceException broken) {
                String id = "record-" + ResultDocument.hash(document);
                items.add(BrokenItem.of(id, "kafka/" + id, document, broken));
            }
        }
        return new StreamTrigger(invocation.id(), Ordering.KEY, items, invocation.deadline());
    }

    private static TriggerItem item(JsonObject record) {
        String partition = record.string("Topic") + "-" + record.integer("Partition", 0, Integer.MAX_VALUE);
        String id = partition + "/" + record.whole("Offset");
        String eventId = "kafka/" + id + time(record);
        try {
            return new TriggerItem(id, eventId, partition, "kafka:" + id,
                    Payload.of(value(record), "").withAttributes(headers(record)));
        } catch (InferenceException broken) {
            return BrokenItem.of(id, eventId, partition, record.tree(), broken);
        }
    }

    /** A topic that was deleted and made again begins at the same offsets. */
    private static String time(JsonObject record) {
        return record.get("Timestamp") instanceof String time ? "@" + time : "";
    }

    /** The host writes a value that is JSON either as a text or as itself. */
    private static byte[] value(JsonObject record) {
        String text = record.get("Value") instanceof String plain ? plain : Json.text(record.get("Value"));
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, String> headers(JsonObject record) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (JsonObject header : record.objects("Headers")) {
            String value = header.string("Value", "");
            headers.put(header.string("Key"),
                    new String(BrokenItem.base64(value, header.at("Value")), StandardCharsets.UTF_8));
        }
        return headers;
    }
}
