package thaw.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import thaw.Deadline;
import thaw.Payload;
import thaw.TriggerEvent.HttpTrigger;
import thaw.TriggerResult.HttpResult;
import thaw.json.JsonObject;

/** Requests as an adapter would hand them over. Immutable. */
public final class Requests {

    private final String method;
    private final String path;
    private final Map<String, List<String>> headers;
    private final byte[] body;

    private Requests(String method, String path, Map<String, List<String>> headers, byte[] body) {
        this.method = method;
        this.path = path;
        this.headers = headers;
        this.body = body;
    }

    /** A request without a body. */
    public static Requests get(String path) {
        return new Requests("GET", path, Map.of(), new byte[0]);
    }

    /** A request with a text as its body. */
    public static Requests post(String path, String body) {
        return post(path, body.getBytes(StandardCharsets.UTF_8));
    }

    /** A request with that body. */
    public static Requests post(String path, byte[] body) {
        return new Requests("POST", path, Map.of(), body);
    }

    /** A request of JSON followed by binary data, with the header that gives the JSON's length. */
    public static Requests binary(String path, String json, byte[]... blobs) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] head = json.getBytes(StandardCharsets.UTF_8);
        body.writeBytes(head);
        for (byte[] blob : blobs) {
            body.writeBytes(blob);
        }
        return post(path, body.toByteArray()).header("Inference-Header-Content-Length",
                Integer.toString(head.length));
    }

    /** The same with another method. */
    public Requests method(String other) {
        return new Requests(other, path, headers, body);
    }

    /** The same with one more header, or another value of it. */
    public Requests header(String name, String value) {
        Map<String, List<String>> more = new LinkedHashMap<>(headers);
        more.put(name.toLowerCase(Locale.ROOT), List.of(value));
        return new Requests(method, path, more, body);
    }

    /** The trigger that an adapter would make of it. */
    public HttpTrigger trigger() {
        return trigger(Deadline.none());
    }

    /** The trigger with that deadline. */
    public HttpTrigger trigger(Deadline deadline) {
        String contentType = headers.getOrDefault("content-type", List.of("")).get(0);
        return new HttpTrigger("request-1", method, path, Map.of(), headers, Payload.of(body, contentType),
                deadline);
    }

    /** The bytes of an answer. */
    public static byte[] bytes(HttpResult result) {
        ByteBuffer body = result.body().duplicate();
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        return bytes;
    }

    /** The answer as text. */
    public static String text(HttpResult result) {
        return new String(bytes(result), StandardCharsets.UTF_8);
    }

    /** The answer as JSON. */
    public static JsonObject json(HttpResult result) {
        return JsonObject.parse(bytes(result), "answer");
    }

    /** The message of an answer that is an error. */
    public static String error(HttpResult result) {
        return json(result).string("error");
    }
}
