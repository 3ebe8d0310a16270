package thaw.gcp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import thaw.Deadline;
import thaw.InferenceException;
import thaw.Payload;
import thaw.TriggerEvent.HttpTrigger;
import thaw.TriggerKind;
import thaw.TriggerResult.HttpResult;
import thaw.gcp.event.EventReader;
import thaw.hosting.BrokenItem;
import thaw.json.Json;
import thaw.json.JsonObject;

/**
 * A request kept as a document: {@code headers} and {@code body} (JSON, or a text as it was sent) or {@code body_base64},
 * with {@code method} and {@code path} if it is no event; or an event alone, a CloudEvent in structured form or the envelope
 * of a push. Immutable.
 *
 * @param method  in upper case
 * @param path    decoded
 * @param headers names in lower case
 * @param body    as it was sent
 */
public record RecordedRequest(String method, String path, Map<String, String> headers, byte[] body) {

    private static final String STRUCTURED = "application/cloudevents+json";

    public RecordedRequest {
        headers = Map.copyOf(headers);
    }

    /**
     * The request in a document.
     *
     * @throws InferenceException malformed, if there is none
     */
    public static RecordedRequest parse(byte[] document) {
        JsonObject event = JsonObject.parse(document, "event");
        if (event.has("headers") || event.has("path")) {
            return kept(event);
        }
        if (event.has("specversion")) {
            return new RecordedRequest("POST", "/", Map.of("content-type", STRUCTURED), document);
        }
        if (event.has("message")) {
            return new RecordedRequest("POST", "/", Map.of("content-type", "application/json"), document);
        }
        throw InferenceException.mismatch("event",
                "a request with its headers and its body, a CloudEvent, or the envelope of a push",
                "a document with " + event.keys());
    }

    private static RecordedRequest kept(JsonObject event) {
        Map<String, String> headers = new LinkedHashMap<>();
        event.object("headers").ifPresent(names -> names.keys()
                .forEach(name -> headers.put(name.toLowerCase(Locale.ROOT), names.string(name))));
        return new RecordedRequest(event.string("method", "POST").toUpperCase(Locale.ROOT),
                event.string("path", "/"), headers, body(event));
    }

    private static byte[] body(JsonObject event) {
        if (event.has("body_base64")) {
            return BrokenItem.base64(event.string("body_base64"), event.at("body_base64"));
        }
        Object body = event.get("body");
        return body == null ? new byte[0]
                : body instanceof String text ? text.getBytes(StandardCharsets.UTF_8)
                        : Json.bytes(body);
    }

    /** The trigger of a function that takes it, as far as it says. */
    public Optional<TriggerKind> trigger() {
        return !path.equals("/") || !method.equals("POST") ? Optional.of(TriggerKind.HTTP)
                : EventReader.trigger(request(Deadline.none()));
    }

    /** The request as a function gets it. */
    public HttpTrigger request(Deadline deadline) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        headers.forEach((name, value) -> lists.put(name, List.of(value)));
        return new HttpTrigger(headers.getOrDefault("x-request-id", "replay"), method, path, Map.of(), lists,
                Payload.of(body, headers.getOrDefault("content-type", "")), deadline);
    }

    /** An answer in the same form: {@code status}, {@code headers}, and its body as JSON, text or base64. */
    public static Map<String, Object> document(HttpResult answer) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("status", answer.status());
        document.put("headers", answer.headers());
        if (answer.body().hasRemaining()) {
            byte[] bytes = new byte[answer.body().remaining()];
            answer.body().duplicate().get(bytes);
            putBody(document, bytes, answer.headers().getOrDefault("content-type", ""));
        }
        return document;
    }

    private static void putBody(Map<String, Object> document, byte[] bytes, String type) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            document.put("body", type.equals("application/json") ? Json.parse(bytes, "answer") : text);
        } catch (CharacterCodingException | InferenceException binary) {
            document.put("body_base64", Base64.getEncoder().encodeToString(bytes));
        }
    }
}
