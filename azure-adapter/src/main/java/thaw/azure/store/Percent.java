package thaw.azure.store;

import java.nio.charset.StandardCharsets;

/** Names as the path of an address writes them, by RFC 3986. */
final class Percent {

    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private static final String HEX = "0123456789ABCDEF";

    private Percent() {}

    /** Every sign but letters, digits and {@code -._~}. */
    static String encode(String text) {
        return encode(text, PLAIN);
    }

    /** The same, but slashes stay: they part a blob's name. */
    static String encodePath(String text) {
        return encode(text, PLAIN + "/");
    }

    private static String encode(String text, String plain) {
        StringBuilder coded = new StringBuilder();
        for (byte unit : text.getBytes(StandardCharsets.UTF_8)) {
            if (unit >= 0 && plain.indexOf(unit) >= 0) {
                coded.append((char) unit);
            } else {
                coded.append('%').append(HEX.charAt(unit >> 4 & 15)).append(HEX.charAt(unit & 15));
            }
        }
        return coded.toString();
    }
}
