package thaw.gcp;

import java.io.PrintStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import thaw.TriggerEvent.HttpTrigger;
import thaw.TriggerItem;
import thaw.json.Json;
import thaw.telemetry.StructuredLog;

/**
 * Lines as Cloud Logging reads them, each with the trace of the request that it belongs to: of the thread's own, or, for an
 * item that another request's thread runs, of the one that brought the item. Thread-safe.
 */
final class CloudLog implements StructuredLog {

    private static final String EVENT_ID = "event_id";

    private final PrintStream out;
    private final Level least;
    private final String function;
    private final String project;
    private final ThreadLocal<Trace> current = new ThreadLocal<>();
    private final Map<String, Trace> byEvent = new ConcurrentHashMap<>();

    /**
     * Lines of that level or graver.
     *
     * @param project of the traces; empty if it is not known
     */
    CloudLog(PrintStream out, Level least, String function, String project) {
        this.out = Objects.requireNonNull(out, "out");
        this.least = least;
        this.function = function;
        this.project = project;
    }

    /** What this thread writes from here on belongs to that request. */
    void begin(HttpTrigger request) {
        Trace.of(request).ifPresentOrElse(current::set, current::remove);
    }

    /** So do lines about these items, whichever thread writes them. */
    void begin(List<TriggerItem> items) {
        Trace trace = current.get();
        if (trace != null) {
            items.forEach(item -> byEvent.put(item.eventId(), trace));
        }
    }

    void end(List<TriggerItem> items) {
        items.forEach(item -> byEvent.remove(item.eventId()));
    }

    void end() {
        current.remove();
    }

    @Override
    public void log(Level level, String message, Map<String, ?> fields) {
        if (level.compareTo(least) < 0) {
            return;
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("severity", level == Level.WARN ? "WARNING" : level.name());
        line.put("message", message);
        line.put("time", Instant.now().toString());
        line.put("function", function);
        line.putAll(fields);
        Trace trace = fields.get(EVENT_ID) instanceof String event
                ? byEvent.getOrDefault(event, current.get())
                : current.get();
        if (trace != null) {
            line.putAll(trace.fields(project));
        }
        out.println(Json.text(line));
    }
}
