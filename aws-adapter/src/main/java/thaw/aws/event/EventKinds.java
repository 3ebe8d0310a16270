package thaw.aws.event;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;

import thaw.InferenceException;
import thaw.TriggerKind;
import thaw.json.JsonObject;

/** Tells what an event is for by what it says of its source. A function knows its trigger; who replays events may not. */
public final class EventKinds {

    private EventKinds() {}

    /**
     * The trigger of an event; empty if its source is none that is known.
     *
     * @throws InferenceException malformed, if it is not a JSON object
     */
    public static Optional<TriggerKind> of(byte[] document) {
        JsonObject event = parsed(document);
        if (event.has("requestContext")) {
            return Optional.of(TriggerKind.HTTP);
        }
        if (EventRecords.present(event)) {
            return Optional.of(records(EventRecords.of(event)));
        }
        if (tellsOfObjects(event)) {
            return Optional.of(TriggerKind.BLOB);
        }
        boolean stream = KafkaRecords.recognises(event) || event.has("detail-type") || event.has("window");
        return stream ? Optional.of(TriggerKind.STREAM) : Optional.empty();
    }

    private static JsonObject parsed(byte[] document) {
        try {
            return JsonObject.of(EventReader.tree(new ByteArrayInputStream(document)), "event");
        } catch (IOException impossible) {
            throw InferenceException.internal("event", "cannot be read from memory", impossible);
        }
    }

    private static TriggerKind records(EventRecords records) {
        boolean blob = switch (records.source()) {
            case S3 -> true;
            case SQS -> carriesObjects(records.first().string("body", ""));
            case SNS -> carriesObjects(SnsRecords.message(records.first()));
            case KINESIS, DYNAMODB -> false;
        };
        return blob ? TriggerKind.BLOB : TriggerKind.STREAM;
    }

    private static boolean carriesObjects(String message) {
        try {
            JsonObject notice = EventReader.nested(message, "message");
            return tellsOfObjects(notice) || notice.string("Type", "").equals("Notification")
                    && carriesObjects(notice.string("Message", ""));
        } catch (InferenceException otherwise) {
            return false;
        }
    }

    private static boolean tellsOfObjects(JsonObject notice) {
        return notice.string("Event", "").equals("s3:TestEvent")
                || notice.string("source", "").equals("aws.s3")
                || EventRecords.present(notice)
                        && EventRecords.of(notice).source() == EventRecords.Source.S3;
    }
}
