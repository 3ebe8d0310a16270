package thaw.hosting;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The encoding of paths, and of texts in headers and queries. */
public final class Percent {

    private static final int HEX = 16;

    private Percent() {}

    /** A text in UTF-8 without its escapes; a sign that begins none stays, since some senders and gateways decode before. */
    public static String decode(String text) {
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
