package thaw.gcp;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import thaw.Deadline;
import thaw.Payload;
import thaw.TriggerEvent.HttpTrigger;
import thaw.conformance.RecordedEvents;
import thaw.json.Json;
import thaw.json.JsonObject;

/**
 * What is posted to a function.
 *
 * @param headers names in lower case
 * @param body    as it is sent
 */
record Posting(Map<String, String> headers, byte[] body) {

    /** A recorded one: {@code gcp/pubsub/push}. */
    static Posting recorded(String name) {
        JsonObject event = JsonObject.of(RecordedEvents.tree(name), name);
        Map<String, String> headers = new LinkedHashMap<>();
        JsonObject recorded = event.required("headers");
        recorded.keys().forEach(header -> headers.put(header, recorded.string(header)));
        return new Posting(headers, bytes(event.get("body")));
    }

    private static byte[] bytes(Object body) {
        return body instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : Json.bytes(body);
    }

    Posting with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Posting(more, body);
    }

    Posting with(Object newBody) {
        return new Posting(headers, bytes(newBody));
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> tree() {
        return (Map<String, Object>) Json.parse(body, "body");
    }

    HttpTrigger trigger() {
        Map<String, List<String>> lists = new HashMap<>();
        headers.forEach((name, value) -> lists.put(name, List.of(value)));
        return new HttpTrigger("request-1", "POST", "/", Map.of(), lists,
                Payload.of(body, headers.getOrDefault("content-type", "")), Deadline.none());
    }
}
