package thaw.aws.store;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import thaw.InferenceException;

/**
 * Where results go: {@code dynamodb:<table>}, {@code s3://bucket/prefix}, {@code kinesis:<stream>}, {@code sqs:<queue
 * url>}, {@code sns:<topic arn>}, {@code eventbridge:<bus>}; each may end with {@code ?label=x&threshold=0.9}.
 *
 * @param kind    of service
 * @param place   within it
 * @param options after the question mark
 */
public record Locator(Kind kind, String place, Map<String, String> options) {

    /** The services that take results. */
    public enum Kind {
        /** Rows of a table. */
        DYNAMODB,
        /** Objects in a bucket. */
        S3,
        /** Records of a stream. */
        KINESIS,
        /** Messages of a queue. */
        SQS,
        /** Messages of a topic. */
        SNS,
        /** Events of a bus. */
        EVENTBRIDGE
    }

    private static final List<String> OPTIONS = List.of("label", "threshold");

    public Locator {
        options = Map.copyOf(options);
    }

    /**
     * Parses a setting.
     *
     * @param setting its name, for the message
     * @throws InferenceException malformed, with the forms that there are
     */
    public static Locator parse(String setting, String text) {
        int query = text.indexOf('?');
        String locator = query < 0 ? text : text.substring(0, query);
        int colon = locator.indexOf(':');
        String place = colon < 0 ? "" : locator.substring(colon + 1).replaceFirst("^//(?=[^/])", "");
        Kind kind = Arrays.stream(Kind.values())
                .filter(known -> colon > 0 && known.name().toLowerCase(Locale.ROOT)
                        .equals(locator.substring(0, colon)))
                .findFirst().orElseThrow(() -> unknown(setting, text));
        if (place.isEmpty()) {
            throw unknown(setting, text);
        }
        return new Locator(kind, place, query < 0 ? Map.of() : options(setting, text.substring(query + 1)));
    }

    private static InferenceException unknown(String setting, String text) {
        return InferenceException.mismatch(setting,
                "dynamodb:<table>, s3://<bucket>/<prefix>, kinesis:<stream>, sqs:<queue url>, sns:<topic arn> or "
                        + "eventbridge:<bus>",
                "'" + text + "'");
    }

    private static Map<String, String> options(String setting, String query) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            String[] parts = pair.split("=", 2);
            if (parts.length != 2 || !OPTIONS.contains(parts[0])) {
                throw InferenceException.mismatch(setting, "?label=<label>&threshold=<score>",
                        "'?" + query + "'");
            }
            options.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return options;
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + ":" + place;
    }
}
