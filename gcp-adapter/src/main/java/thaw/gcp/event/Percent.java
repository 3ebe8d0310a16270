package thaw.gcp.event;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The encoding of paths, and of attributes in headers. */
final class Percent {

    private static final int HEX = 16;

    private Percent() {}

    /** A text without its escapes; a sign that begins none stays, since some senders encode nothing. */
    static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        byte[] coded = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < coded.length; i++) {
            if (coded[i] == '%' && i + 2 < coded.length && digit(coded[i + 1]) >= 0
                    && digit(coded[i + 2]) >= 0) {
                bytes.write(digit(coded[i + 1]) * HEX + digit(coded[i + 2]));
                i += 2;
            } else {
                bytes.write(coded[i]);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int digit(byte character) {
        return Character.digit(character, HEX);
    }
}
