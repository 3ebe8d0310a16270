package thaw.aws.runtime;

import java.util.Map;
import java.util.Optional;

/**
 * What the Runtime API answered. The body is not copied: it has one reader.
 *
 * @param status  of HTTP
 * @param headers by their names in lower case
 * @param body    all of it
 */
record RuntimeAnswer(int status, Map<String, String> headers, byte[] body) {

    RuntimeAnswer {
        headers = Map.copyOf(headers);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    boolean ok() {
        return status / 100 == 2;
    }
}
