package thaw.predict;

import java.util.Locale;
import java.util.Set;

import thaw.InferenceException;

/** What a content type says of a body that holds a text. */
enum TextForm {
    /** The body is the text. */
    TEXT,
    /** The body is JSON that holds the text. */
    JSON,
    /** Neither: no content type, or one that storage gives to whatever it does not know. */
    UNSAID;

    private static final Set<String> CHARSETS = Set.of("utf-8", "utf8", "us-ascii");
    private static final Set<String> JSON_TYPES = Set.of("application/json", "application/x-ndjson",
            "application/jsonl");

    /**
     * The form that a content type names.
     *
     * @throws InferenceException unsupported media, if it names a charset other than UTF-8
     */
    static TextForm of(String contentType) {
        String lower = contentType.toLowerCase(Locale.ROOT);
        int semicolon = lower.indexOf(';');
        String type = (semicolon < 0 ? lower : lower.substring(0, semicolon)).strip();
        if (JSON_TYPES.contains(type) || type.endsWith("+json")) {
            return JSON;
        }
        if (!type.startsWith("text/")) {
            return UNSAID;
        }
        if (semicolon >= 0) {
            requireUtf8(lower.substring(semicolon + 1), contentType);
        }
        return TEXT;
    }

    private static void requireUtf8(String parameters, String contentType) {
        for (String parameter : parameters.split(";")) {
            String[] pair = parameter.strip().split("=", 2);
            if (pair[0].equals("charset") && pair.length == 2
                    && !CHARSETS.contains(pair[1].replace("\"", "").strip())) {
                throw InferenceException.unsupportedMedia("content type",
                        "expected text in UTF-8, got '" + contentType + "'");
            }
        }
    }
}
