package thaw.gcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.LinkedHashMap;
import java.util.Map;

import com.google.cloud.functions.HttpResponse;
import thaw.InferenceException;
import thaw.TriggerResult.HttpResult;
import thaw.json.Json;

/** Answers, as Google's framework and the senders of events want them. */
final class HttpAnswer {

    private static final int NO_CONTENT = 204;

    private HttpAnswer() {}

    /** Written as a stream: one that is longer than Cloud Run's 32 MiB then still passes. */
    static void write(HttpResult result, HttpResponse response) throws IOException {
        response.setStatusCode(result.status());
        result.headers().forEach(response::appendHeader);
        ByteBuffer body = result.body().duplicate();
        if (body.hasRemaining()) {
            Channels.newChannel(response.getOutputStream()).write(body);
        }
    }

    /** The event is stored or set aside: its sender may forget it. */
    static HttpResult done() {
        return new HttpResult(NO_CONTENT, Map.of(), ByteBuffer.allocate(0));
    }

    /** The event is not done: its sender keeps it, and sends it again if that may help. */
    static HttpResult failed(InferenceException failure) {
        Map<String, String> headers = new LinkedHashMap<>();
        failure.retryAfter().ifPresent(
                wait -> headers.put("retry-after", Long.toString(Math.max(1, wait.toSeconds()))));
        return refused(failure.kind().status(), String.valueOf(failure.getMessage()), headers);
    }

    static HttpResult refused(int status, String reason, Map<String, String> headers) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("content-type", "application/json");
        return new HttpResult(status, all, ByteBuffer.wrap(Json.bytes(Map.of("error", reason))));
    }
}
