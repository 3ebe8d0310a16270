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

    static String messageId(JsonObject record) {
        return record.string("messageId");
    }

    static String eventId(JsonObject record) {
        return Arn.resource(record.string("eventSourceARN", "queue")) + "/" + messageId(record);
    }

    /** The group; empty in a standard queue, whose groups are for fairness and keep no order. */
    static String group(JsonObject record) {
        return fifo(record)
                ? record.object("attributes").map(names -> names.string("MessageGroupId", "")).orElse("")
                : "";
    }

    static List<TriggerItem> items(JsonObject record) {
        Payload body = Payload.of(record.string("body").getBytes(StandardCharsets.UTF_8), "")
                .withAttributes(attributes(record));
        String eventId = eventId(record);
        return List.of(new TriggerItem(messageId(record), eventId, group(record), "sqs:" + eventId, body));
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
