package thaw.aws.event;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import thaw.InferenceException;
import thaw.TriggerResult.HttpResult;
import thaw.json.Json;

/** Answers to requests, as the document that each source wants. */
final class HttpAnswer {

    private static final String COOKIE = "set-cookie";
    private static final Map<Integer, String> PHRASES = Map.ofEntries(Map.entry(200, "OK"),
            Map.entry(204, "No Content"), Map.entry(400, "Bad Request"), Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"), Map.entry(408, "Request Timeout"),
            Map.entry(413, "Content Too Large"), Map.entry(415, "Unsupported Media Type"),
            Map.entry(429, "Too Many Requests"), Map.entry(500, "Internal Server Error"),
            Map.entry(501, "Not Implemented"), Map.entry(503, "Service Unavailable"),
            Map.entry(504, "Gateway Timeout"));

    private HttpAnswer() {}

    /** The answer, or 413 in its place if Lambda or the load balancer would cut it off. */
    static byte[] document(HttpResult result, HttpSource source) {
        byte[] document = Json.bytes(fields(result, source));
        if (document.length <= source.answerBytes()) {
            return document;
        }
        String reason = InferenceException
                .tooLarge("answer", source.answerBytes(), document.length, "bytes through this " + source)
                .getMessage() + ": ask for fewer outputs, for binary data or for Accept-Encoding: gzip";
        Map<String, String> headers = new LinkedHashMap<>(result.headers());
        headers.remove("content-encoding");
        headers.remove("inference-header-content-length");
        headers.put("content-type", "application/json");
        return Json.bytes(fields(
                new HttpResult(InferenceException.Kind.TOO_LARGE.status(), headers,
                        ByteBuffer.wrap(Json.bytes(Map.of("error", reason)))),
                source));
    }

    private static Map<String, Object> fields(HttpResult result, HttpSource source) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("statusCode", result.status());
        switch (source) {
            case HTTP_API -> {
                Map<String, String> headers = new LinkedHashMap<>(result.headers());
                String cookie = headers.remove(COOKIE);
                fields.put("headers", headers);
                fields.put("cookies", cookie == null ? List.of() : List.of(cookie));
            }
            case REST_API -> fields.put("headers", result.headers());
            case LOAD_BALANCER -> {
                fields.put("statusDescription", phrase(result.status()));
                fields.put("headers", result.headers());
            }
            case LOAD_BALANCER_MULTI_VALUE -> {
                fields.put("statusDescription", phrase(result.status()));
                fields.put("multiValueHeaders", lists(result.headers()));
            }
        }
        putBody(fields, result);
        return fields;
    }

    private static String phrase(int status) {
        return status + " " + PHRASES.getOrDefault(status, "Status");
    }

    private static Map<String, List<String>> lists(Map<String, String> headers) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        headers.forEach((name, value) -> lists.put(name, List.of(value)));
        return lists;
    }

    // The flag is always there as a boolean: API Gateway refuses null.
    private static void putBody(Map<String, Object> fields, HttpResult result) {
        Optional<String> text = textual(result.headers()) ? decoded(result.body()) : Optional.empty();
        fields.put("body", text.orElseGet(() -> base64(result.body())));
        fields.put("isBase64Encoded", text.isEmpty());
    }

    private static boolean textual(Map<String, String> headers) {
        String type = headers.getOrDefault("content-type", "text/plain").toLowerCase(Locale.ROOT);
        String media = type.split(";", 2)[0].trim();
        return !headers.containsKey("content-encoding") && (media.startsWith("text/")
                || media.equals("application/json") || media.endsWith("+json")
                || media.equals("application/xml") || media.endsWith("+xml"));
    }

    private static Optional<String> decoded(ByteBuffer body) {
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(body.duplicate()).toString());
        } catch (CharacterCodingException binary) {
            return Optional.empty();
        }
    }

    private static String base64(ByteBuffer body) {
        ByteBuffer coded = Base64.getEncoder().encode(body.duplicate());
        return StandardCharsets.ISO_8859_1.decode(coded).toString();
    }
}
