package thaw.packaging;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import thaw.InferenceException;

/**
 * What is known of a sink when its function is packaged: the kind of service, which says what client it needs; a name
 * and a place, if it shall run here.
 *
 * @param name  of the sink, if it is told
 * @param kind  of service: {@code dynamodb}
 * @param place as the sink's variable says it: {@code dynamodb:results}; if it is told
 */
public record SinkOption(Optional<String> name, String kind, Optional<String> place) {

    private static final Pattern FORM = Pattern
            .compile("(?:([A-Za-z0-9._-]+)=)?([a-z][a-z0-9]*)(?::(.+))?");

    public SinkOption {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(place, "place");
    }

    /**
     * Parses {@code kind}, {@code name=kind} or {@code name=kind:place}.
     *
     * @throws InferenceException malformed, with these forms
     */
    public static SinkOption parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw InferenceException.mismatch("sink",
                    "a kind such as dynamodb, or name=kind:place such as results=dynamodb:results",
                    "'" + text + "'");
        }
        Optional<String> place = Optional.ofNullable(form.group(3)).map(rest -> form.group(2) + ":" + rest);
        return new SinkOption(Optional.ofNullable(form.group(1)), form.group(2), place);
    }
}
