package thaw.aws.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import thaw.InferenceException;
import thaw.Ordering;
import thaw.Payload;
import thaw.TriggerEvent.BlobTrigger;
import thaw.TriggerItem;
import thaw.hosting.BrokenItem;
import thaw.json.JsonObject;

/** Objects that landed in S3, told by S3 itself or through EventBridge, SNS, SQS, or SNS and SQS. */
final class BlobEvents {

    private final BlobSource objects;

    BlobEvents(BlobSource objects) {
        this.objects = objects;
    }

    AwsEvent.Blobs read(JsonObject event, Invocation invocation) {
        List<TriggerItem> items = new ArrayList<>();
        if (!EventRecords.present(event)) {
            S3Notice.read(event).forEach(object -> items.add(item(object.toString(), object)));
            return blobs(invocation, Ordering.NONE, items, ItemAnswer.WHOLE);
        }
        EventRecords records = EventRecords.of(event);
        return switch (records.source()) {
            case S3 -> {
                records.forEach((record, tree) -> items.addAll(notified(record, tree)));
                yield blobs(invocation, Ordering.NONE, items, ItemAnswer.WHOLE);
            }
            case SNS -> {
                records.forEach((record, tree) -> items.addAll(published(record, tree)));
                yield blobs(invocation, Ordering.NONE, items, ItemAnswer.WHOLE);
            }
            case SQS -> {
                records.forEach((record, tree) -> items.addAll(queued(record, tree)));
                yield blobs(invocation, SqsRecords.ordering(records), items, ItemAnswer.PARTIAL);
            }
            case KINESIS, DYNAMODB -> throw InferenceException.mismatch("event",
                    "objects in S3, since the function's trigger is blob", "records of " + records.source());
        };
    }

    private static AwsEvent.Blobs blobs(Invocation invocation, Ordering ordering, List<TriggerItem> items,
            ItemAnswer answer) {
        return new AwsEvent.Blobs(
                new BlobTrigger(invocation.requestId(), ordering, items, invocation.deadline()), answer);
    }

    private List<TriggerItem> notified(JsonObject record, Object tree) {
        try {
            Optional<BlobReference> object = S3Notice.record(record);
            return object.map(found -> List.of(item(found.toString(), found))).orElse(List.of());
        } catch (InferenceException broken) {
            String id = EventRecords.fingerprint(tree);
            return List.of(BrokenItem.of(id, id, tree, broken));
        }
    }

    private List<TriggerItem> published(JsonObject record, Object tree) {
        RecordName name = SnsRecords.name(record);
        try {
            return items(name, EventReader.nested(SnsRecords.message(record), record.at("Sns.Message")));
        } catch (InferenceException broken) {
            return List.of(name.broken(tree, broken));
        }
    }

    private List<TriggerItem> queued(JsonObject record, Object tree) {
        RecordName name = SqsRecords.name(record);
        try {
            return items(name,
                    EventReader.nested(record.string("body"), record.at("body")));
        } catch (InferenceException broken) {
            return List.of(name.broken(tree, broken));
        }
    }

    /** One message may name many objects: all share its identifier. */
    private List<TriggerItem> items(RecordName name, JsonObject notice) {
        return S3Notice.read(notice).stream()
                .map(object -> item(name.itemId(), name.orderingKey(), object)).toList();
    }

    private TriggerItem item(String itemId, BlobReference object) {
        return item(itemId, "", object);
    }

    private TriggerItem item(String itemId, String group, BlobReference object) {
        Payload payload = Payload.streamed(() -> objects.open(object), object.size(), "");
        return new TriggerItem(itemId, object.toString(), group, object.toString(), payload);
    }
}
