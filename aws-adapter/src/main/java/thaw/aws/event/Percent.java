package thaw.aws.event;

import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The encodings of paths, queries and S3 keys. */
final class Percent {

    private static final int HEX = 16;

    private Percent() {}

    /** A path without its escapes; a sign that begins none stays, since some gateways decode before. */
    static String decode(String path) {
        if (path.indexOf('%') < 0) {
            return path;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(path.length());
        byte[] coded = path.getBytes(StandardCharsets.UTF_8);
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

    /** A form's value: plus is a space. A broken one stays as it is. */
    static String formDecode(String text) {
        return decode(text.replace('+', ' '));
    }

    /** The parameters of a raw query. */
    static Map<String, List<String>> form(String query) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = formDecode(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : formDecode(pair.substring(equals + 1));
                values.computeIfAbsent(name, first -> new ArrayList<>(1)).add(value);
            }
        }
        return values;
    }

    /**
     * The key in an S3 notification, which is encoded as a form.
     *
     * @throws IllegalArgumentException if it is not
     */
    static String s3Key(String key) {
        return URLDecoder.decode(key, StandardCharsets.UTF_8);
    }
}
