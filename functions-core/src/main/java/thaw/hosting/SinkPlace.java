package thaw.hosting;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import thaw.InferenceException;
import thaw.Sink;

/**
 * Where results go: {@code kind:place}, such as {@code dynamodb:results} or {@code s3://bucket/prefix}, which may end with
 * {@code ?label=x&threshold=0.9}. Immutable.
 *
 * @param kind    one of those that the cloud has
 * @param place   of that kind
 * @param options after the question mark
 */
record SinkPlace(PlaceKind kind, String place, Map<String, String> options) {

    private static final String LABEL = "label";
    private static final String THRESHOLD = "threshold";

    SinkPlace {
        options = Map.copyOf(options);
    }

    /**
     * Parses a setting.
     *
     * @param setting its name, for the message
     * @param kinds   that there are
     * @throws InferenceException malformed, with the forms that there are
     */
    static SinkPlace parse(String setting, String text, List<PlaceKind> kinds) {
        int query = text.indexOf('?');
        String locator = query < 0 ? text : text.substring(0, query);
        int colon = locator.indexOf(':');
        String place = colon < 0 ? "" : locator.substring(colon + 1).replaceFirst("^//(?=[^/])", "");
        PlaceKind kind = kinds.stream()
                .filter(known -> colon > 0 && known.name().equals(locator.substring(0, colon)))
                .findFirst().orElseThrow(() -> unknown(setting, text, kinds));
        if (place.isEmpty()) {
            throw unknown(setting, text, kinds);
        }
        return new SinkPlace(kind, place,
                query < 0 ? Map.of() : options(setting, text.substring(query + 1)));
    }

    private static InferenceException unknown(String setting, String text, List<PlaceKind> kinds) {
        return InferenceException.mismatch(setting,
                kinds.stream().map(PlaceKind::form).collect(Collectors.joining(", ")), "'" + text + "'");
    }

    private static Map<String, String> options(String setting, String query) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            String[] parts = pair.split("=", 2);
            if (parts.length != 2 || !List.of(LABEL, THRESHOLD).contains(parts[0])) {
                throw InferenceException.mismatch(setting, "?label=<label>&threshold=<score>",
                        "'?" + query + "'");
            }
            options.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return options;
    }

    /** What the place is for, when no definition says so. */
    Sink sink(String name) {
        return options.isEmpty() ? kind.sink(name)
                : Sink.alert(name, options.getOrDefault(LABEL, ""), threshold(name));
    }

    private double threshold(String name) {
        String text = options.getOrDefault(THRESHOLD, "0");
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException invalid) {
            throw InferenceException.mismatch("sink '" + name + "'", "a threshold that is a number",
                    "'" + text + "'");
        }
    }

    @Override
    public String toString() {
        return kind.name() + ":" + place;
    }
}
