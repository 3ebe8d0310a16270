package thaw.aws;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import com.amazonaws.services.lambda.runtime.Context;
import thaw.telemetry.StructuredLog;

/** Adds to each line which invocation wrote it, so that CloudWatch and X-Ray find what belongs together. Thread-safe. */
final class InvocationLog implements StructuredLog {

    private static final String TRACE = "_X_AMZN_TRACE_ID";

    private final StructuredLog lines;
    private final String function;
    private final ThreadLocal<Map<String, String>> invocation = new ThreadLocal<>();

    InvocationLog(StructuredLog lines, String function) {
        this.lines = lines;
        this.function = function;
    }

    /** What this thread writes from here on belongs to that invocation. */
    void begin(Context context) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("aws_request_id", context.getAwsRequestId());
        String trace = Objects.requireNonNullElseGet(context.getXrayTraceId(), () -> {
            String property = System.getProperty("com.amazonaws.xray.traceHeader");
            return property == null ? System.getenv().getOrDefault(TRACE, "") : property;
        });
        if (!trace.isEmpty()) {
            fields.put("x-amzn-trace-id", trace);
        }
        invocation.set(fields);
    }

    void end() {
        invocation.remove();
    }

    @Override
    public void log(Level level, String message, Map<String, ?> fields) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("function", function);
        Map<String, String> current = invocation.get();
        if (current != null) {
            all.putAll(current);
        }
        all.putAll(fields);
        lines.log(level, message, all);
    }
}
