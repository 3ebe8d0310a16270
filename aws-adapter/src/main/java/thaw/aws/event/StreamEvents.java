package thaw.aws.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import thaw.InferenceException;
import thaw.Ordering;
import thaw.TriggerEvent.StreamTrigger;
import thaw.TriggerItem;
import thaw.json.JsonObject;

/** Records of Kinesis, DynamoDB streams, SQS, Kafka, SNS and EventBridge. */
final class StreamEvents {

    /** One record as items: none, one, or many if it is an aggregate. */
    private interface Mapping {
        List<TriggerItem> items(JsonObject record);
    }

    private StreamEvents() {}

    static AwsEvent.Records read(JsonObject event, Invocation invocation) {
        if (KafkaRecords.recognises(event)) {
            return records(invocation, Ordering.CHECKPOINT, KafkaRecords.items(event), ItemAnswer.WHOLE);
        }
        if (event.has("detail-type")) {
            return records(invocation, Ordering.NONE, List.of(BusEvent.item(event)), ItemAnswer.WHOLE);
        }
        if (EventRecords.present(event)) {
            return read(event, EventRecords.of(event), invocation);
        }
        if (event.has("window")) {
            // The last call for a tumbling window brings its state and, often, no record.
            return records(invocation, Ordering.CHECKPOINT, List.of(), answer(event));
        }
        throw InferenceException.mismatch("event",
                "records of Kinesis, DynamoDB streams, SQS, SNS or Kafka, or an event of EventBridge",
                "a document with " + event.keys());
    }

    private static AwsEvent.Records read(JsonObject event, EventRecords records, Invocation invocation) {
        return switch (records.source()) {
            case KINESIS -> records(invocation, Ordering.CHECKPOINT,
                    items(records, KinesisRecords::items, KinesisRecords::name),
                    answer(event));
            case DYNAMODB -> records(invocation, Ordering.CHECKPOINT,
                    items(records, DynamoDbRecords::items, DynamoDbRecords::name),
                    answer(event));
            case SQS -> records(invocation, SqsRecords.ordering(records),
                    items(records, SqsRecords::items, SqsRecords::name),
                    ItemAnswer.PARTIAL);
            case SNS ->
                records(invocation, Ordering.NONE, items(records, SnsRecords::items, SnsRecords::name),
                        ItemAnswer.WHOLE);
            case S3 -> throw InferenceException.mismatch("event",
                    "records, since the function's trigger is stream", "objects of " + records.source());
        };
    }

    private static ItemAnswer answer(JsonObject event) {
        return event.has("window")
                ? new ItemAnswer(true,
                        Optional.of(Optional.ofNullable(event.get("state")).orElse(Map.of())))
                : ItemAnswer.PARTIAL;
    }

    private static AwsEvent.Records records(Invocation invocation, Ordering ordering, List<TriggerItem> items,
            ItemAnswer answer) {
        return new AwsEvent.Records(
                new StreamTrigger(invocation.requestId(), ordering, items, invocation.deadline()), answer);
    }

    private interface Naming {
        RecordName of(JsonObject record);
    }

    private static List<TriggerItem> items(EventRecords records, Mapping mapping, Naming naming) {
        List<TriggerItem> items = new ArrayList<>();
        records.forEach((record, tree) -> {
            RecordName name = naming.of(record);
            try {
                items.addAll(mapping.items(record));
            } catch (InferenceException broken) {
                items.add(name.broken(tree, broken));
            }
        });
        return items;
    }
}
