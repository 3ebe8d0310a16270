package thaw.telemetry;

import java.io.PrintStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import thaw.json.Json;

/**
 * One JSON object a line, as every cloud's log service reads them: {@code time}, {@code level}, {@code message}, then
 * the fields. Implementations are thread-safe.
 */
@FunctionalInterface
public interface StructuredLog {

    /** How grave a line is; the names are those that log services know. */
    enum Level {
        /** For the one who looks for a cause. */
        DEBUG,
        /** Life as expected. */
        INFO,
        /** Something was refused or set aside, and the function goes on. */
        WARN,
        /** Something failed that should not. */
        ERROR
    }

    /** Writes one line; field values as in {@link Json}. */
    void log(Level level, String message, Map<String, ?> fields);

    /** Writes nothing. */
    static StructuredLog none() {
        return (level, message, fields) -> {};
    }

    /** Writes lines of that level or graver. */
    static StructuredLog to(PrintStream out, Level least) {
        return (level, message, fields) -> {
            if (level.compareTo(least) >= 0) {
                out.println(line(level, message, fields));
            }
        };
    }

    private static String line(Level level, String message, Map<String, ?> fields) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", Instant.now().toString());
        line.put("level", level.name());
        line.put("message", message);
        line.putAll(fields);
        return Json.text(line);
    }
}
