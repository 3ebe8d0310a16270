package thaw.aws.event;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import thaw.Ordering;
import thaw.Payload;
import thaw.TriggerItem;
import thaw.json.JsonObject;

/** Messages of an SQS queue. In a FIFO queue, a failed message holds back the later ones of its group. */
final class SqsRecords {

    private static final String FIFO = ".fifo";

    private SqsRecords() {}

    static Ordering ordering(EventRecords records) {
        return fifo(records.first()) ? Ordering.KEY : Ordering.NONE;
    }

    private static boolean fifo(JsonObject record) {
        return record.string("eventSourceARN", "").endsWith(FIFO);
    }

    static RecordName name(JsonObject record) {
        String id = record.string("messageId");
        return new RecordName(id, Arn.resource(record.string("eventSourceARN", "queue")) + "/" + id,
                group(record));
    }

    /** The group; empty in a standard queue, whose groups are for fairness and keep no order. */
    private static String group(JsonObject record) {
        return fifo(record)
                ? record.object("attributes").map(names -> names.string("MessageGroupId", "")).orElse("")
                : "";
    }

    static List<TriggerItem> items(JsonObject record) {
        Payload body = Payload.of(record.string("body").getBytes(StandardCharsets.UTF_8), "")
                .withAttributes(attributes(record));
        RecordName name = name(record);
        return List.of(new TriggerItem(name.itemId(), name.eventId(), name.orderingKey(),
                "sqs:" + name.eventId(), body));
    }

    private static Map<String, String> attributes(JsonObject record) {
        Map<String, String> values = new LinkedHashMap<>();
        record.object("messageAttributes").ifPresent(names -> {
            for (String name : names.keys()) {
                String value = JsonObject.of(names.get(name), names.at(name)).string("stringValue", "");
                values.put(name, value);
            }
        });
        return values;
    }
}
