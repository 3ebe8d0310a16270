package thaw.gcp.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import thaw.InferenceException;
import thaw.json.JsonObject;

/**
 * One request over the JDK's own client, whose connections are kept. It starts faster than any other that there is.
 *
 * @param method  in upper case
 * @param address with its query
 * @param headers of the request
 * @param body    empty for none
 */
record Exchange(String method, String address, Map<String, String> headers, byte[] body) {

    private static final int CONNECT_MILLIS = 2_000;
    private static final int READ_MILLIS = 15_000;
    private static final int REFUSED = 300;
    private static final int LONGEST_REASON = 300;

    /**
     * The whole answer.
     *
     * @param status of HTTP
     * @param body   its bytes
     */
    record Reply(int status, byte[] body) {

        boolean refused() {
            return status >= REFUSED;
        }

        JsonObject json() {
            return JsonObject.parse(body, "answer");
        }

        /** What a service says of its refusal, in one line. */
        String reason() {
            String text = new String(body, StandardCharsets.UTF_8).strip();
            try {
                text = json().object("error").map(error -> error.string("message", "")).orElse(text);
            } catch (InferenceException notOurs) {
                // Proxies answer in HTML, and emulators in plain text: as it is, then.
            }
            return "HTTP " + status + (text.isEmpty() ? ""
                    : ": " + text.substring(0, Math.min(LONGEST_REASON, text.length())));
        }
    }

    Exchange {
        headers = Map.copyOf(headers);
    }

    static Exchange get(String address) {
        return new Exchange("GET", address, Map.of(), new byte[0]);
    }

    static Exchange post(String address, String contentType, byte[] body) {
        return new Exchange("POST", address, Map.of("Content-Type", contentType), body);
    }

    Exchange with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Exchange(method, address, more, body);
    }

    /** Sends it once and reads the answer to its end, so that the connection can be used again. */
    Reply send() throws IOException {
        HttpURLConnection connection = open();
        int status = connection.getResponseCode();
        try (InputStream stream = status >= REFUSED ? connection.getErrorStream()
                : connection.getInputStream()) {
            return new Reply(status, stream == null ? new byte[0] : stream.readAllBytes());
        }
    }

    /** Sends it once and leaves the answer's body to be read. */
    HttpURLConnection open() throws IOException {
        HttpURLConnection connection = (HttpURLConnection) URI.create(address).toURL().openConnection();
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        connection.setUseCaches(false);
        connection.setRequestMethod(method);
        headers.forEach(connection::setRequestProperty);
        if (body.length > 0 || method.equals("POST")) {
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(body.length);
            connection.getOutputStream().write(body);
        }
        return connection;
    }
}
