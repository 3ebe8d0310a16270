package thaw.predict;

import java.util.Optional;

import thaw.json.JsonObject;

/**
 * A text as input.
 *
 * @param path      where the settings stand
 * @param tensor    the graph's input; empty if it leaves no choice
 * @param field     which field of a JSON object holds the text
 * @param maxLength in Unicode code points
 * @param lowercase whether letters are made small, by the rules of no language in particular
 */
record TextSettings(String path, Optional<String> tensor, String field, int maxLength, boolean lowercase)
        implements
            InputSettings {

    private static final String DEFAULT_FIELD = "text";
    private static final int DEFAULT_LENGTH = 10_000;

    /** For a model whose only input is a string. */
    static TextSettings ofDefaults(String path) {
        return new TextSettings(path, Optional.empty(), DEFAULT_FIELD, DEFAULT_LENGTH, false);
    }

    static TextSettings read(JsonObject json, String path) {
        TextSettings settings = new TextSettings(path, InputSettings.optional(json, "tensor"),
                json.string("field", DEFAULT_FIELD),
                json.integer("maxLength", DEFAULT_LENGTH, 1, Integer.MAX_VALUE),
                json.flag("lowercase", false));
        json.requireKnown();
        return settings;
    }
}
