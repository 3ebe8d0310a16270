package thaw.aws;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

import thaw.conformance.AdapterDriver.Message;
import thaw.conformance.AdapterDriver.Redelivery;
import thaw.conformance.AdapterDriver.Upload;
import thaw.conformance.RecordedEvents;
import thaw.json.Json;
import thaw.json.JsonObject;

/**
 * Which sources a run of the suite uses; its events are the recorded ones with the test's own content.
 *
 * @param http   of requests
 * @param blob   of objects
 * @param stream of records
 */
record AwsSources(Http http, Blob blob, Stream stream) {

    enum Http {
        REST_API, HTTP_API, FUNCTION_URL, LOAD_BALANCER, LOAD_BALANCER_MULTI_VALUE
    }

    enum Blob {
        S3, EVENTBRIDGE, SNS, SQS, SNS_SQS, EVENTBRIDGE_SQS
    }

    enum Stream {
        KINESIS, DYNAMODB, SQS, FIFO, KAFKA, SNS, EVENTBRIDGE
    }

    /**
     * One event.
     *
     * @param event       the document
     * @param identifiers of its items, in order
     * @param checkpoint  whether all behind the first failed one come again
     */
    record Delivery(Object event, List<String> identifiers, boolean checkpoint) {}

    // ---- objects

    List<Delivery> blobs(List<Upload> uploads) {
        return switch (blob) {
            case S3 -> each(uploads, (upload, i) -> notification(upload), false);
            case EVENTBRIDGE -> each(uploads, (upload, i) -> bridged(upload), false);
            case SNS -> each(uploads, (upload, i) -> published(Json.text(notification(upload))), false);
            case SQS ->
                List.of(queued(uploads.stream().map(upload -> Json.text(notification(upload))).toList()));
            case SNS_SQS -> List.of(queued(uploads.stream().map(AwsSources::envelope).toList()));
            case EVENTBRIDGE_SQS -> List
                    .of(queued(uploads.stream().map(upload -> Json.text(bridged(upload))).toList()));
        };
    }

    private static <T> List<Delivery> each(List<T> items, BiFunction<T, Integer, Object> event,
            boolean checkpoint) {
        List<Delivery> deliveries = new ArrayList<>();
        for (T item : items) {
            deliveries.add(new Delivery(event.apply(item, deliveries.size()), List.of("whole"), checkpoint));
        }
        return deliveries;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(Map<String, Object> parent, String name) {
        return (Map<String, Object>) parent.get(name);
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> list(Map<String, Object> parent, String name) {
        return (List<Map<String, Object>>) parent.get(name);
    }

    private static Map<String, Object> first(Map<String, Object> event) {
        return list(event, "Records").get(0);
    }

    private static Map<String, Object> notification(Upload upload) {
        Map<String, Object> event = RecordedEvents.tree("aws/s3/encoded-key");
        Map<String, Object> object = object(object(first(event), "s3"), "object");
        object.put("key", URLEncoder.encode(upload.key(), StandardCharsets.UTF_8).replace("%2F", "/"));
        object.put("eTag", FakeS3.digest(upload.bytes()));
        object.put("size", upload.bytes().length);
        object.remove("versionId");
        return event;
    }

    private static Map<String, Object> bridged(Upload upload) {
        Map<String, Object> event = RecordedEvents.tree("aws/eventbridge/object-created");
        Map<String, Object> object = object(object(event, "detail"), "object");
        object.put("key", upload.key());
        object.put("etag", FakeS3.digest(upload.bytes()));
        object.put("size", upload.bytes().length);
        object.remove("version-id");
        return event;
    }

    private static Map<String, Object> published(String message) {
        Map<String, Object> event = RecordedEvents.tree("aws/sns/s3-notification");
        object(first(event), "Sns").put("Message", message);
        return event;
    }

    private static String envelope(Upload upload) {
        Map<String, Object> record = first(RecordedEvents.tree("aws/sqs/sns-s3-notification"));
        Map<String, Object> envelope = new LinkedHashMap<>();
        JsonObject recorded = JsonObject.parse(((String) record.get("body")).getBytes(StandardCharsets.UTF_8),
                "body");
        recorded.keys().forEach(name -> envelope.put(name, recorded.get(name)));
        envelope.put("Message", Json.text(notification(upload)));
        return Json.text(envelope);
    }

    private static Delivery queued(List<String> bodies) {
        List<Object> records = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (String body : bodies) {
            Map<String, Object> record = first(RecordedEvents.tree("aws/sqs/s3-notification"));
            ids.add("059f36b4-87a3-44ab-83d2-" + records.size());
            record.put("messageId", ids.get(records.size()));
            record.put("body", body);
            records.add(record);
        }
        return new Delivery(Map.of("Records", records), ids, false);
    }

    // ---- records

    List<Delivery> records(List<Message> messages) {
        return switch (stream) {
            case KINESIS -> List.of(records(messages, AwsSources::kinesis, true));
            case DYNAMODB -> List.of(records(messages, AwsSources::change, true));
            case SQS ->
                List.of(records(messages, message -> queueMessage(message, "aws/sqs/messages"), false));
            case FIFO -> List.of(records(messages, message -> queueMessage(message, "aws/sqs/fifo"), false));
            case KAFKA -> List.of(kafka(messages));
            case SNS -> each(messages, (message, i) -> topicMessage(message), false);
            case EVENTBRIDGE -> each(messages, (message, i) -> busEvent(message), false);
        };
    }

    Redelivery redelivery() {
        return switch (stream) {
            case KINESIS, DYNAMODB -> Redelivery.CHECKPOINT;
            // A topic and a bus bring one message an event.
            case SQS, SNS, EVENTBRIDGE -> Redelivery.ITEM;
            case FIFO -> Redelivery.KEY;
            // Lambda takes no single failures of Kafka back.
            case KAFKA -> Redelivery.WHOLE;
        };
    }

    /** What the result's event id ends with. */
    String eventId(Message message) {
        return switch (stream) {
            case KINESIS -> kinesis(message).id();
            case DYNAMODB -> change(message).id();
            case SQS, FIFO, SNS, EVENTBRIDGE -> "id-" + message.id();
            case KAFKA -> "mytopic-0/" + offset(message) + "@1545084650987";
        };
    }

    private static long offset(Message message) {
        return Math.abs(message.id().hashCode());
    }

    private record Numbered(String id, Map<String, Object> record) {}

    private interface Recording {
        Numbered of(Message message);
    }

    private static Delivery records(List<Message> messages, Recording recording, boolean checkpoint) {
        List<Object> records = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (Message message : messages) {
            Numbered numbered = recording.of(message);
            records.add(numbered.record());
            ids.add(numbered.id());
        }
        return new Delivery(Map.of("Records", records), ids, checkpoint);
    }

    private static Numbered kinesis(Message message) {
        Map<String, Object> record = first(RecordedEvents.tree("aws/kinesis/records"));
        Map<String, Object> kinesis = object(record, "kinesis");
        String sequence = "4959033827149025660855969253836157109592157598913658"
                + Math.abs(message.id().hashCode());
        kinesis.put("sequenceNumber", sequence);
        kinesis.put("partitionKey", message.key());
        kinesis.put("data", base64(message.body()));
        record.put("eventID", "shardId-000000000006:" + sequence);
        return new Numbered(sequence, record);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Numbered change(Message message) {
        Map<String, Object> record = first(RecordedEvents.tree("aws/dynamodb/insert"));
        Map<String, Object> change = object(record, "dynamodb");
        String sequence = "1" + Math.abs(message.id().hashCode());
        change.put("SequenceNumber", sequence);
        Map<String, Object> image = new LinkedHashMap<>();
        JsonObject body = JsonObject.parse(message.body().getBytes(StandardCharsets.UTF_8), "body");
        body.keys().forEach(name -> image.put(name, body.get(name) instanceof Number number
                ? Map.of("N", number.toString())
                : Map.of("S", String.valueOf(body.get(name)))));
        change.put("NewImage", image);
        return new Numbered(sequence, record);
    }

    private static Numbered queueMessage(Message message, String pattern) {
        Map<String, Object> record = first(RecordedEvents.tree(pattern));
        record.put("messageId", "id-" + message.id());
        record.put("body", message.body());
        if (pattern.endsWith("fifo")) {
            object(record, "attributes").put("MessageGroupId", message.key());
        }
        return new Numbered("id-" + message.id(), record);
    }

    private static Map<String, Object> topicMessage(Message message) {
        Map<String, Object> event = published(message.body());
        object(first(event), "Sns").put("MessageId", "id-" + message.id());
        return event;
    }

    private static Map<String, Object> busEvent(Message message) {
        Map<String, Object> event = RecordedEvents.tree("aws/eventbridge/custom");
        event.put("id", "id-" + message.id());
        event.put("detail", JsonObject.parse(message.body().getBytes(StandardCharsets.UTF_8), "body").tree());
        return event;
    }

    private static Delivery kafka(List<Message> messages) {
        Map<String, Object> event = RecordedEvents.tree("aws/kafka/msk");
        List<Object> records = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (Message message : messages) {
            Map<String, Object> record = new LinkedHashMap<>(kafkaRecord());
            record.put("offset", offset(message));
            record.put("key", base64(message.key()));
            record.put("value", base64(message.body()));
            records.add(record);
            ids.add("mytopic-0/" + record.get("offset"));
        }
        event.put("records", Map.of("mytopic-0", records));
        return new Delivery(event, ids, true);
    }

    private static Map<String, Object> kafkaRecord() {
        return list(object(RecordedEvents.tree("aws/kafka/msk"), "records"), "mytopic-0").get(0);
    }
}
