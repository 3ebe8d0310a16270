package thaw.azure;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.TraceContext;
import thaw.json.Json;
import thaw.telemetry.StructuredLog;

/**
 * Writes each line through the logger of the invocation that it belongs to, with its id and trace, so that Application
 * Insights finds what belongs together; what belongs to none goes to standard output. Thread-safe.
 */
final class InvocationLog implements StructuredLog {

    private record Current(java.util.logging.Logger logger, Map<String, String> fields) {}

    private final StructuredLog outside;
    private final Level least;
    private final String function;
    private final ThreadLocal<Current> invocation = new ThreadLocal<>();

    InvocationLog(PrintStream out, Level least, String function) {
        this.outside = StructuredLog.to(out, least);
        this.least = least;
        this.function = function;
    }

    /** What this thread writes from here on belongs to that invocation. */
    void begin(ExecutionContext context) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("invocation_id", context.getInvocationId());
        TraceContext trace = context.getTraceContext();
        if (trace != null && trace.getTraceparent() != null && !trace.getTraceparent().isEmpty()) {
            fields.put("traceparent", trace.getTraceparent());
        }
        invocation.set(new Current(context.getLogger(), fields));
    }

    void end() {
        invocation.remove();
    }

    @Override
    public void log(Level level, String message, Map<String, ?> fields) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("function", function);
        Current current = invocation.get();
        if (current != null) {
            all.putAll(current.fields());
        }
        all.putAll(fields);
        if (current == null || current.logger() == null) {
            outside.log(level, message, all);
        } else if (level.compareTo(least) >= 0) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("message", message);
            line.putAll(all);
            current.logger().log(grade(level), Json.text(line));
        }
    }

    private static java.util.logging.Level grade(Level level) {
        return switch (level) {
            case DEBUG -> java.util.logging.Level.FINE;
            case INFO -> java.util.logging.Level.INFO;
            case WARN -> java.util.logging.Level.WARNING;
            case ERROR -> java.util.logging.Level.SEVERE;
        };
    }
}
