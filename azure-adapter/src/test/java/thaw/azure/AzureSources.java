package thaw.azure;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import thaw.conformance.AdapterDriver.Call;
import thaw.conformance.AdapterDriver.Message;
import thaw.conformance.AdapterDriver.Upload;
import thaw.conformance.RecordedEvents;
import thaw.json.Json;
import thaw.json.JsonObject;

/**
 * Which sources a run of the suite uses; its invocations are the recorded ones with the test's own content.
 *
 * @param prefix of the route
 * @param blob   of blobs
 * @param stream of records
 */
record AzureSources(String prefix, Blob blob, Stream stream) {

    enum Blob {
        BOUND, EVENT_GRID, CLOUD_EVENT, QUEUE, GIVEN_UP
    }

    enum Stream {
        EVENT_HUB, SERVICE_BUS, QUEUE, KAFKA
    }

    private static final String CONTAINER = "uploads";
    // The host hands on as bytes only what comes as one of these; the rest it reads as a text.
    private static final Set<String> BINARY = Set.of("application/octet-stream", "image/png");

    /**
     * One invocation.
     *
     * @param request of the worker's contract
     * @param items   in it
     */
    record Delivery(JsonObject request, int items) {}

    private static JsonObject invocation(Map<String, Object> tree) {
        return JsonObject.of(tree, "invocation");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Map<String, Object> parent, String name) {
        return (Map<String, Object>) parent.get(name);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> input(Map<String, Object> event) {
        return object(((List<Map<String, Object>>) event.get("inputData")).get(0), "data");
    }

    // ---- requests

    JsonObject request(Call call) {
        Map<String, Object> event = RecordedEvents.tree("azure/http/text");
        Map<String, Object> http = object(input(event), "http");
        http.put("method", call.method());
        http.put("url",
                "https://thaw.azurewebsites.net" + (prefix.isEmpty() ? "" : "/" + prefix) + call.path());
        Map<String, String> headers = new LinkedHashMap<>();
        call.headers().forEach((name, value) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), value));
        // A client of Azure says so: the host would spoil what is no text otherwise.
        boolean binary = BINARY.contains(headers.getOrDefault("content-type", ""))
                || headers.containsKey("content-encoding");
        if (binary) {
            headers.put("content-type", "application/octet-stream");
        }
        http.put("headers", headers);
        http.put("query", Map.of());
        http.put("body", call.body().length == 0 ? Map.of()
                : binary ? Map.of("bytes", base64(call.body()))
                        : Map.of("string", new String(call.body(), StandardCharsets.UTF_8)));
        return invocation(event);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    // ---- blobs

    List<Delivery> blobs(List<Upload> uploads, String endpoint) {
        return uploads.stream().map(upload -> new Delivery(invocation(switch (blob) {
            case BOUND -> bound(upload, endpoint);
            case EVENT_GRID -> gridEvent("azure/blob/event-grid", upload, endpoint);
            case CLOUD_EVENT -> gridEvent("azure/blob/cloud-event", upload, endpoint);
            case QUEUE -> queued(Json.text(grid("azure/blob/event-grid", upload, endpoint)));
            case GIVEN_UP -> queued(Json.text(givenUp(upload)));
        }), 1)).toList();
    }

    private static String address(Upload upload, String endpoint) {
        return endpoint + "/" + FakeAzure.ACCOUNT + "/" + CONTAINER + "/" + upload.key();
    }

    /** As the host does: properties and bytes are read one after the other, so the bytes may be others or none. */
    private static Map<String, Object> bound(Upload upload, String endpoint) {
        Map<String, Object> event = RecordedEvents.tree("azure/blob/bound");
        boolean inside = upload.key().hashCode() % 2 == 0;
        input(event).put("bytes", base64(inside ? upload.bytes() : new byte[]{1, 2, 3}));
        Map<String, Object> metadata = object(event, "triggerMetadata");
        Map<String, Object> properties = new LinkedHashMap<>(
                JsonObject.parse(((String) object(metadata, "Properties").get("json"))
                        .getBytes(StandardCharsets.UTF_8), "properties").tree());
        properties.put("ETag", FakeAzure.eTag(upload.bytes()));
        properties.put("ContentLength", upload.bytes().length);
        properties.put("ContentHash", upload.key().startsWith("gone") ? "" : md5(upload.bytes()));
        metadata.put("Properties", Map.of("json", Json.text(properties)));
        metadata.put("Uri", Map.of("json", Json.text(endpoint + "/" + FakeAzure.ACCOUNT + "/" + CONTAINER)));
        metadata.put("BlobTrigger", Map.of("string", CONTAINER + "/" + upload.key()));
        return event;
    }

    private static String md5(byte[] bytes) {
        try {
            return base64(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Map<String, Object> gridEvent(String recorded, Upload upload, String endpoint) {
        Map<String, Object> event = RecordedEvents.tree(recorded);
        input(event).put("json", Json.text(grid(recorded, upload, endpoint)));
        return event;
    }

    private static Map<String, Object> grid(String recorded, Upload upload, String endpoint) {
        Map<String, Object> event = new LinkedHashMap<>(
                JsonObject.parse(((String) input(RecordedEvents.tree(recorded)).get("json"))
                        .getBytes(StandardCharsets.UTF_8), "event").tree());
        event.put("subject", "/blobServices/default/containers/" + CONTAINER + "/blobs/" + upload.key());
        Map<String, Object> data = new LinkedHashMap<>(object(event, "data"));
        data.put("url", address(upload, endpoint));
        data.put("eTag", FakeAzure.eTag(upload.bytes()).replace("\"", ""));
        data.put("contentLength", upload.bytes().length);
        event.put("data", data);
        return event;
    }

    private static Map<String, Object> queued(String text) {
        Map<String, Object> event = RecordedEvents.tree("azure/blob/event-in-queue");
        input(event).put("bytes", base64(text.getBytes(StandardCharsets.UTF_8)));
        return event;
    }

    private static Map<String, Object> givenUp(Upload upload) {
        return Map.of("Type", "BlobTrigger", "FunctionId", "Host.Functions.blob", "ContainerName", CONTAINER,
                "BlobName",
                upload.key(), "ETag", FakeAzure.eTag(upload.bytes()));
    }

    // ---- records

    List<Delivery> records(List<Message> messages) {
        return switch (stream) {
            case EVENT_HUB -> List.of(batch("azure/eventhub/batch", messages));
            case SERVICE_BUS -> List.of(batch("azure/servicebus/batch", messages));
            case QUEUE -> messages.stream().map(AzureSources::queueMessage).toList();
            case KAFKA -> List.of(kafka(messages));
        };
    }

    private static Delivery batch(String recorded, List<Message> messages) {
        Map<String, Object> event = RecordedEvents.tree(recorded);
        input(event).put("collectionBytes", Map.of("bytes",
                messages.stream().map(message -> base64(message.body().getBytes(StandardCharsets.UTF_8)))
                        .toList()));
        Map<String, Object> metadata = object(event, "triggerMetadata");
        metadata.put("SequenceNumberArray", Map.of("collectionSint64",
                Map.of("sint64",
                        messages.stream().map(message -> Integer.toString(number(message))).toList())));
        return new Delivery(invocation(event), messages.size());
    }

    private static int number(Message message) {
        return Math.abs(message.id().hashCode());
    }

    /** How the event id of a record ends. */
    String eventId(Message message) {
        return stream == Stream.QUEUE ? "/id-" + message.id() : "/" + number(message);
    }

    private static Delivery queueMessage(Message message) {
        Map<String, Object> event = RecordedEvents.tree("azure/queue/message");
        input(event).put("bytes", base64(message.body().getBytes(StandardCharsets.UTF_8)));
        object(event, "triggerMetadata").put("Id", Map.of("string", "id-" + message.id()));
        return new Delivery(invocation(event), 1);
    }

    private static Delivery kafka(List<Message> messages) {
        Map<String, Object> event = RecordedEvents.tree("azure/kafka/batch");
        List<String> documents = new ArrayList<>();
        for (Message message : messages) {
            documents.add(
                    Json.text(Map.of("Topic", "patients", "Partition", 2, "Offset", number(message), "Key",
                            message.key(), "Value", message.body(), "Headers", List.of())));
        }
        input(event).put("collectionString", Map.of("string", documents));
        return new Delivery(invocation(event), messages.size());
    }

    /** The indexes of a delivery's items, the first of which is at that place. */
    static List<Integer> indexes(Delivery delivery, int from) {
        return IntStream.range(from, from + delivery.items()).boxed().toList();
    }
}
