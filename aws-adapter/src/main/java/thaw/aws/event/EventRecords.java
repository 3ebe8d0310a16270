package thaw.aws.event;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.zip.CRC32C;

import thaw.InferenceException;
import thaw.json.Json;
import thaw.json.JsonObject;

/** The list {@code Records} that most sources send, with the source that its first record names. */
final class EventRecords {

    /** Who sends records. */
    enum Source {
        S3("aws:s3"), SNS("aws:sns"), SQS("aws:sqs"), KINESIS("aws:kinesis"), DYNAMODB("aws:dynamodb");

        private final String name;

        Source(String name) {
            this.name = name;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final String RECORDS = "Records";

    private final List<?> trees;
    private final String path;
    private final Source source;

    private EventRecords(List<?> trees, String path) {
        this.trees = trees;
        this.path = path;
        this.source = source(record(0));
    }

    /** Whether the document has records at all; an empty list counts as none. */
    static boolean present(JsonObject event) {
        return event.get(RECORDS) instanceof List<?> list && !list.isEmpty();
    }

    static EventRecords of(JsonObject event) {
        return new EventRecords((List<?>) event.get(RECORDS), event.at(RECORDS));
    }

    private JsonObject record(int index) {
        return JsonObject.of(trees.get(index), path + "[" + index + "]");
    }

    private static Source source(JsonObject record) {
        // SNS alone writes it with a capital.
        String name = record.string("eventSource", record.string("EventSource", ""));
        for (Source source : Source.values()) {
            if (source.name.equals(name)) {
                return source;
            }
        }
        throw InferenceException.mismatch(record.at("eventSource"), "one of " + List.of(Source.values()),
                "'" + name + "'");
    }

    Source source() {
        return source;
    }

    JsonObject first() {
        return record(0);
    }

    /** Each record as an object, and as the tree it was. */
    void forEach(BiConsumer<JsonObject, Object> action) {
        for (int i = 0; i < trees.size(); i++) {
            action.accept(record(i), trees.get(i));
        }
    }

    /** Recognises a broken record that has no id of its own. */
    static String fingerprint(Object tree) {
        CRC32C sum = new CRC32C();
        sum.update(Json.bytes(tree));
        return "record-" + Long.toHexString(sum.getValue());
    }
}
