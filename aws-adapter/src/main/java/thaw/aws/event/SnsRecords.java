package thaw.aws.event;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import thaw.Payload;
import thaw.TriggerItem;
import thaw.json.JsonObject;

/** Messages of an SNS topic that calls the function itself. */
final class SnsRecords {

    private SnsRecords() {}

    private static JsonObject sns(JsonObject record) {
        return record.required("Sns");
    }

    static RecordName name(JsonObject record) {
        String id = sns(record).string("MessageId");
        return new RecordName(id, Arn.resource(sns(record).string("TopicArn", "topic")) + "/" + id, "");
    }

    static String message(JsonObject record) {
        return sns(record).string("Message");
    }

    static List<TriggerItem> items(JsonObject record) {
        RecordName name = name(record);
        Payload body = Payload.of(message(record).getBytes(StandardCharsets.UTF_8), "")
                .withAttributes(attributes(sns(record)));
        return List.of(new TriggerItem(name.itemId(), name.eventId(), "", "sns:" + name.eventId(), body));
    }

    private static Map<String, String> attributes(JsonObject sns) {
        Map<String, String> values = new LinkedHashMap<>();
        sns.object("MessageAttributes").ifPresent(names -> {
            for (String name : names.keys()) {
                values.put(name, JsonObject.of(names.get(name), names.at(name)).string("Value", ""));
            }
        });
        return values;
    }
}
