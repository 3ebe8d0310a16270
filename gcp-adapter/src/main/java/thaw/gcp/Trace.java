package thaw.gcp;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import thaw.TriggerEvent.HttpTrigger;

/**
 * Which trace a request belongs to.
 *
 * @param id      32 hexadecimal digits
 * @param span    16 of them; empty if the request names none
 * @param sampled whether the trace is kept
 */
record Trace(String id, String span, boolean sampled) {

    private static final Pattern PARENT = Pattern
            .compile("[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2}).*");
    private static final Pattern GOOGLE = Pattern
            .compile("([0-9a-fA-F]{32})(?:/(\\d{1,20}))?(?:;o=(\\d))?.*");
    private static final int SAMPLED = 1;

    /** By the standard's header, or by Google's own. */
    static Optional<Trace> of(HttpTrigger request) {
        Matcher parent = PARENT.matcher(request.header("traceparent"));
        if (parent.matches()) {
            boolean sampled = (Integer.parseInt(parent.group(3), 16) & SAMPLED) != 0;
            return Optional.of(new Trace(parent.group(1), parent.group(2), sampled));
        }
        Matcher google = GOOGLE.matcher(request.header("x-cloud-trace-context"));
        return google.matches() ? Optional.of(new Trace(google.group(1), span(google.group(2)),
                "1".equals(google.group(3)))) : Optional.empty();
    }

    private static String span(String decimal) {
        try {
            return decimal == null ? "" : String.format("%016x", Long.parseUnsignedLong(decimal));
        } catch (NumberFormatException beyond) {
            return "";
        }
    }

    /** As Cloud Logging wants it. */
    Map<String, Object> fields(String project) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("logging.googleapis.com/trace",
                project.isEmpty() ? id : "projects/" + project + "/traces/" + id);
        if (!span.isEmpty()) {
            fields.put("logging.googleapis.com/spanId", span);
        }
        fields.put("logging.googleapis.com/trace_sampled", sampled);
        return fields;
    }
}
