package thaw.aws.event;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import thaw.hosting.Percent;

/** The encoding of forms, which queries and S3 keys have. */
final class FormEncoding {

    private FormEncoding() {}

    /** A form's value: plus is a space. A broken one stays as it is. */
    static String decode(String text) {
        return Percent.decode(text.replace('+', ' '));
    }

    /** The parameters of a raw query. */
    static Map<String, List<String>> parameters(String query) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
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
