package thaw.packaging;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import thaw.ModelReference;
import thaw.Payload;
import thaw.TriggerKind;
import thaw.json.Json;

/**
 * A real request to a function, made of the model's own sample: what a training run and a measured start send. Without a
 * sample it asks for the model's description.
 *
 * @param model  asked
 * @param sample its {@code warmup.*}
 */
record SampleRequest(ModelReference model, Optional<Payload> sample) {

    private static final String BUCKET = "uploads";
    private static final String OBJECT = "input";
    private static final String ACCOUNT = "123456789012";

    private String path() {
        return "/v2/models/" + model.name() + (sample.isPresent() ? "/predict" : "");
    }

    private String method() {
        return sample.isPresent() ? "POST" : "GET";
    }

    private String contentType() {
        return sample.map(Payload::contentType).orElse("application/json");
    }

    /** The event by which Lambda would bring it. */
    byte[] awsEvent(TriggerKind trigger) {
        return Json.bytes(switch (trigger) {
            case HTTP -> httpApi();
            case STREAM -> kinesis();
            case BLOB -> sample.isPresent() ? s3()
                    // What S3 sends when a notification is set up: the reader is walked, no object is needed.
                    : ordered("Service", "Amazon S3", "Event", "s3:TestEvent");
        });
    }

    private Map<String, Object> httpApi() {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("version", "2.0");
        event.put("routeKey", "$default");
        event.put("rawPath", path());
        event.put("rawQueryString", "");
        event.put("headers", ordered("content-type", contentType(), "host", "localhost"));
        event.put("requestContext", ordered("accountId", ACCOUNT, "domainName", "localhost", "http",
                ordered("method", method(), "path", path(), "protocol", "HTTP/1.1", "sourceIp",
                        "127.0.0.1")));
        event.put("body", base64());
        event.put("isBase64Encoded", true);
        return event;
    }

    private Map<String, Object> kinesis() {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("eventSource", "aws:kinesis");
        record.put("eventID", "shardId-000000000000:1");
        record.put("eventName", "aws:kinesis:record");
        record.put("eventSourceARN", "arn:aws:kinesis:eu-west-1:" + ACCOUNT + ":stream/inputs");
        record.put("awsRegion", "eu-west-1");
        record.put("kinesis", ordered("partitionKey", "1", "sequenceNumber", "1", "data", base64()));
        return Map.of("Records", List.of(record));
    }

    private Map<String, Object> s3() {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("eventVersion", "2.1");
        record.put("eventSource", "aws:s3");
        record.put("awsRegion", "eu-west-1");
        record.put("eventTime", "2026-01-01T00:00:00.000Z");
        record.put("eventName", "ObjectCreated:Put");
        record.put("s3", ordered("s3SchemaVersion", "1.0", "bucket",
                ordered("name", BUCKET, "arn", "arn:aws:s3:::" + BUCKET), "object",
                ordered("key", OBJECT, "size", bytes().length, "eTag", "1", "sequencer", "01")));
        return Map.of("Records", List.of(record));
    }

    /** The request that a container is sent. */
    byte[] httpRequest() {
        return Json.bytes(ordered("method", method(), "path", path(), "content_type", contentType(),
                "body_base64", base64()));
    }

    /** The request by which Google Cloud would bring it: events as Eventarc sends them, structured. */
    byte[] googleRequest(TriggerKind trigger) {
        return switch (trigger) {
            case HTTP -> httpRequest();
            case STREAM -> cloudEvent("google.cloud.pubsub.topic.v1.messagePublished",
                    "//pubsub.googleapis.com/projects/local/topics/inputs",
                    ordered("subscription", "projects/local/subscriptions/inputs", "message",
                            ordered("messageId", "1", "publishTime", "2026-01-01T00:00:00Z", "data",
                                    base64())));
            // Of what is deleted, the reader is walked and no object is needed.
            case BLOB -> cloudEvent(
                    "google.cloud.storage.object.v1." + (sample.isPresent() ? "finalized" : "deleted"),
                    "//storage.googleapis.com/projects/_/buckets/" + BUCKET,
                    ordered("bucket", BUCKET, "name", OBJECT, "generation", "1", "size",
                            Integer.toString(bytes().length), "contentType", contentType()));
        };
    }

    private static byte[] cloudEvent(String type, String source, Map<String, Object> data) {
        byte[] event = Json.bytes(ordered("specversion", "1.0", "id", "1", "type", type, "source", source,
                "datacontenttype", "application/json", "data", data));
        return Json.bytes(ordered("method", "POST", "path", "/", "content_type",
                "application/cloudevents+json", "body_base64", Base64.getEncoder().encodeToString(event)));
    }

    private byte[] bytes() {
        return sample.map(input -> input.bytes(Integer.MAX_VALUE)).orElse(new byte[0]);
    }

    private String base64() {
        return Base64.getEncoder().encodeToString(bytes());
    }

    private static Map<String, Object> ordered(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
