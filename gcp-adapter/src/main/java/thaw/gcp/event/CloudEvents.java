package thaw.gcp.event;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import thaw.InferenceException;
import thaw.TriggerEvent.HttpTrigger;
import thaw.hosting.BrokenItem;
import thaw.hosting.Percent;
import thaw.json.Json;
import thaw.json.JsonObject;

/** The three modes of CloudEvents over HTTP: binary, structured, and structured in batches. */
final class CloudEvents {

    private static final String PREFIX = "ce-";
    private static final String STRUCTURED = "application/cloudevents";
    private static final String BATCH = "application/cloudevents-batch";
    private static final String JSON = "+json";

    private CloudEvents() {}

    /** Whether a request says that it brings CloudEvents. */
    static boolean announced(HttpTrigger request) {
        return media(request).startsWith(STRUCTURED) || !request.header(PREFIX + "specversion").isEmpty();
    }

    private static String media(HttpTrigger request) {
        return request.header("content-type").split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
    }

    /**
     * The events of a request that announces some.
     *
     * @throws InferenceException malformed, if a part of one is missing; unsupported media, in a format other than JSON
     */
    static List<CloudEventMessage> read(HttpTrigger request, byte[] body) {
        String media = media(request);
        if (!media.startsWith(STRUCTURED)) {
            return List.of(binary(request, body));
        }
        if (!media.endsWith(JSON)) {
            throw InferenceException.unsupportedMedia("header Content-Type",
                    "expected application/cloudevents+json or application/cloudevents-batch+json, got '"
                            + media + "'");
        }
        Object tree = Json.parse(body, "event");
        if (!media.startsWith(BATCH)) {
            return List.of(structured(JsonObject.of(tree, "event")));
        }
        if (!(tree instanceof List<?> batch)) {
            throw InferenceException.mismatch("events", "a list", "another value");
        }
        return batch.stream().map(event -> structured(JsonObject.of(event, "event"))).toList();
    }

    private static CloudEventMessage binary(HttpTrigger request, byte[] body) {
        Map<String, String> attributes = new LinkedHashMap<>();
        request.headers().forEach((name, values) -> {
            if (name.startsWith(PREFIX)) {
                // A value may hold commas: only a header that is there twice has several, and none of these may.
                attributes.put(name.substring(PREFIX.length()),
                        Percent.decode(unquoted(String.join(",", values))));
            }
        });
        attributes.put("datacontenttype", request.header("content-type"));
        return CloudEventMessage.of(attributes, body, "header " + PREFIX);
    }

    /** A header's value may be a quoted text: its quotes are not part of it, and within a backslash hides the next. */
    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
    }

    private static CloudEventMessage structured(JsonObject event) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (String name : event.keys()) {
            Object value = event.get(name);
            if (!name.equals("data") && !name.equals("data_base64") && value != null) {
                attributes.put(name, String.valueOf(value));
            }
        }
        return CloudEventMessage.of(attributes, data(event, attributes), "event.");
    }

    private static byte[] data(JsonObject event, Map<String, String> attributes) {
        Object data = event.get("data");
        if (event.has("data_base64")) {
            if (data != null) {
                throw InferenceException.mismatch("event", "data or data_base64", "both");
            }
            return BrokenItem.base64(event.string("data_base64"), event.at("data_base64"));
        }
        if (data == null) {
            return new byte[0];
        }
        // As version 0.3 says it.
        if (attributes.getOrDefault("datacontentencoding", "").equalsIgnoreCase("base64")) {
            return BrokenItem.base64(event.string("data"), event.at("data"));
        }
        // In a document that is JSON, data that says it is of another type is a text.
        String contentType = attributes.getOrDefault("datacontenttype", "");
        boolean text = data instanceof String && !contentType.isEmpty() && !json(contentType);
        return text ? data.toString().getBytes(StandardCharsets.UTF_8) : Json.bytes(data);
    }

    private static boolean json(String contentType) {
        String media = contentType.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
        return media.endsWith("/json") || media.endsWith(JSON);
    }
}
