package thaw.gcp.event;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import thaw.InferenceException;
import thaw.json.JsonObject;

/**
 * One CloudEvent, in whichever mode it came. Its subject is an attribute like others: nothing is read from it.
 *
 * @param id          unique together with the source
 * @param source      who tells
 * @param type        what happened
 * @param contentType of the data; empty for JSON
 * @param attributes  all of them but the data, by name
 * @param data        its bytes, empty if it has none
 */
public record CloudEventMessage(String id, String source, String type, String contentType,
        Map<String, String> attributes, byte[] data) {

    private static final List<String> VERSIONS = List.of("1.0", "0.3");

    public CloudEventMessage {
        Objects.requireNonNull(data, "data");
        attributes = Map.copyOf(attributes);
    }

    /**
     * An event of these attributes.
     *
     * @param where the culprit of a message: a header's prefix or a document
     * @throws InferenceException malformed, if one is missing that every event has, or the version is another
     */
    static CloudEventMessage of(Map<String, String> attributes, byte[] data, String where) {
        String version = required(attributes, "specversion", where);
        if (!VERSIONS.contains(version)) {
            throw InferenceException.mismatch(where + "specversion", "one of " + VERSIONS,
                    "'" + version + "'");
        }
        return new CloudEventMessage(required(attributes, "id", where), required(attributes, "source", where),
                required(attributes, "type", where), attributes.getOrDefault("datacontenttype", ""),
                attributes, data);
    }

    private static String required(Map<String, String> attributes, String name, String where) {
        String value = attributes.getOrDefault(name, "");
        if (value.isEmpty()) {
            throw InferenceException.mismatch(where + name, "a text, as every CloudEvent has", "nothing");
        }
        return value;
    }

    /** The event's identity, as the standard defines it. */
    String eventId() {
        return source + "/" + id;
    }

    /** Of which an order is kept, by the extension for partitioned logs such as Kafka; else empty. */
    String orderingKey() {
        return attributes.getOrDefault("partitionkey", "");
    }

    /**
     * The data as the JSON object that it must be.
     *
     * @throws InferenceException malformed, if it is none: never an event without content
     */
    JsonObject json() {
        return JsonObject.parse(data, "data of " + type);
    }

    /** What a predictor may want to know beside the data. */
    Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        attributes.forEach((name, value) -> names.put("ce-" + name, value));
        return names;
    }
}
