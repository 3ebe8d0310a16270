package thaw.predict;

import thaw.InferenceException;

/** What every text must be that goes into a string tensor: Unicode that has a form in UTF-8, without U+0000. */
final class PlainText {

    private PlainText() {}

    /**
     * The text itself.
     *
     * @throws InferenceException malformed, on U+0000, which is the mark of a binary file and ends a string in C, and on
     *                            half a surrogate pair, which a JSON escape can make and UTF-8 cannot carry
     */
    static String required(String text, String culprit) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit == 0) {
                throw InferenceException.malformed(culprit,
                        "expected text, got U+0000 at position " + i + ", as binary files have it");
            }
            if (Character.isSurrogate(unit)) {
                requirePair(text, i, culprit);
                i++;
            }
        }
        return text;
    }

    private static void requirePair(String text, int at, String culprit) {
        if (at + 1 == text.length() || !Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1))) {
            throw InferenceException.malformed(culprit,
                    "expected text, got half a surrogate pair at position " + at);
        }
    }
}
