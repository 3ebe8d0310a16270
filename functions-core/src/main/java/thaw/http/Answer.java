package thaw.http;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import thaw.InferenceException;
import thaw.TriggerEvent.HttpTrigger;
import thaw.TriggerResult.HttpResult;
import thaw.json.Json;
import thaw.protocol.EncodedResponse;
import thaw.protocol.InferenceReader;

/** An answer before the headers that all answers share. Not thread-safe. */
final class Answer {

    private static final int WORTH_COMPRESSING = 1024;
    private static final int LONGEST_ID = 128;

    private final int status;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final ByteBuffer body;

    private Answer(int status, String contentType, ByteBuffer body) {
        this.status = status;
        this.body = body;
        if (!contentType.isEmpty()) {
            headers.put("content-type", contentType);
        }
    }

    static Answer json(int status, Map<String, ?> fields) {
        return json(status, Json.bytes(fields));
    }

    static Answer json(int status, byte[] document) {
        return new Answer(status, "application/json", ByteBuffer.wrap(document));
    }

    static Answer of(EncodedResponse response) {
        if (!response.binary()) {
            return new Answer(200, "application/json", response.body());
        }
        Answer answer = new Answer(200, "application/octet-stream", response.body());
        answer.header(InferenceReader.HEADER_LENGTH, Integer.toString(response.jsonLength()));
        return answer;
    }

    static Answer allowing(String methods) {
        return new Answer(204, "", ByteBuffer.allocate(0)).header("allow", methods)
                .header("access-control-allow-methods", methods);
    }

    /** The one place where a failure becomes an answer. */
    static Answer failed(InferenceException failure) {
        Answer answer = json(failure.kind().status(), Map.of("error", String.valueOf(failure.getMessage())));
        failure.retryAfter().ifPresent(wait -> answer.header("retry-after",
                Long.toString(Math.max(1, wait.plusMillis(999).toSeconds()))));
        return answer;
    }

    Answer header(String name, String value) {
        headers.put(name.toLowerCase(Locale.ROOT), value);
        return this;
    }

    int status() {
        return status;
    }

    /** The answer to that request, with the headers that all answers share. */
    HttpResult to(HttpTrigger request, CorsPolicy cors) {
        headers.put("x-request-id", printable(request.requestId()));
        cors.addTo(headers, request);
        if (request.method().equals("HEAD")) {
            return new HttpResult(status, headers, ByteBuffer.allocate(0));
        }
        return new HttpResult(status, headers, coded(request));
    }

    private ByteBuffer coded(HttpTrigger request) {
        if (body.remaining() <= WORTH_COMPRESSING) {
            return body;
        }
        headers.merge("vary", "Accept-Encoding", (known, more) -> known + ", " + more);
        ContentCoding coding = ContentCoding.accepted(request.header("accept-encoding"));
        if (coding == ContentCoding.IDENTITY) {
            return body;
        }
        headers.put("content-encoding", coding.token());
        return coding.encode(body);
    }

    // A caller's id goes back in a header: nothing in it may end that header.
    private static String printable(String id) {
        String cut = id.length() > LONGEST_ID ? id.substring(0, LONGEST_ID) : id;
        return cut.replaceAll("[^\\x21-\\x7E]", "_");
    }
}
