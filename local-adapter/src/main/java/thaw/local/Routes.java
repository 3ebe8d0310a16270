package thaw.local;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.Function;

import thaw.InferenceException;
import thaw.TriggerEvent.HttpTrigger;
import thaw.TriggerResult.HttpResult;
import thaw.json.Json;

/** What this machine answers beside inference: the page, what it shows, and the metrics. Thread-safe. */
final class Routes {

    private final Function<HttpTrigger, HttpResult> inference;
    private final PrometheusTelemetry metrics;
    private final Page page;
    private final PageData data;

    Routes(Function<HttpTrigger, HttpResult> inference, PrometheusTelemetry metrics, PageData data) {
        this.inference = inference;
        this.metrics = metrics;
        this.page = new Page();
        this.data = data;
    }

    HttpResult answer(HttpTrigger request) {
        String path = request.path();
        try {
            if (path.equals("/metrics")) {
                requireGet(request);
                return result(200, PrometheusTelemetry.CONTENT_TYPE, metrics.text());
            }
            if (path.startsWith("/api/")) {
                requireGet(request);
                return result(200, "application/json", Json.bytes(data.answer(request)));
            }
            if (path.equals("/") || path.startsWith("/page/")) {
                requireGet(request);
                return page.answer(request);
            }
        } catch (InferenceException failure) {
            return result(failure.kind().status(), "application/json",
                    Json.bytes(Map.of("error", failure.getMessage())));
        }
        return inference.apply(request);
    }

    private static void requireGet(HttpTrigger request) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            throw InferenceException.methodNotAllowed(request.method(), request.path(), "GET");
        }
    }

    private static HttpResult result(int status, String contentType, byte[] body) {
        return new HttpResult(status, Map.of("content-type", contentType, "cache-control", "no-store",
                "x-content-type-options", "nosniff"), ByteBuffer.wrap(body));
    }
}
