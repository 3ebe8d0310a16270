package thaw.http;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import thaw.InferenceException;
import thaw.TriggerEvent.HttpTrigger;
import thaw.TriggerResult.HttpResult;
import thaw.telemetry.StructuredLog;
import thaw.telemetry.StructuredLog.Level;

/** Writes one line a request. Thread-safe. */
final class RequestLog {

    private static final int STACK_HEAD = 8;
    private static final int SERVER_FAILURE = 500;

    private final StructuredLog log;

    RequestLog(StructuredLog log) {
        this.log = log;
    }

    /** The request is answered; model and failure may be empty and null. */
    void answered(HttpTrigger request, HttpResult result, String model, InferenceException failure,
            long nanos) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("request_id", request.requestId());
        fields.put("method", request.method());
        fields.put("path", request.path());
        if (!model.isEmpty()) {
            fields.put("model", model);
        }
        fields.put("status", result.status());
        fields.put("micros", nanos / 1_000);
        fields.put("bytes", result.body().remaining());
        if (failure == null) {
            log.log(Level.INFO, "request", fields);
            return;
        }
        fields.put("error", failure.getMessage());
        boolean ours = failure.kind().status() >= SERVER_FAILURE;
        if (ours) {
            fields.put("stack", stackHead(failure));
        }
        log.log(ours ? Level.ERROR : Level.WARN, "request failed", fields);
    }

    private static Object stackHead(InferenceException failure) {
        Throwable origin = failure.getCause() == null ? failure : failure.getCause();
        return Arrays.stream(origin.getStackTrace()).limit(STACK_HEAD).map(StackTraceElement::toString)
                .toList();
    }
}
