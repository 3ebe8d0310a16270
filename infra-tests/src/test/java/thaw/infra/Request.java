package thaw.infra;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;

/**
 * A request to a fake cloud, with its body.
 *
 * @param path decoded
 */
record Request(String method, String host, String path, Map<String, String> query, byte[] body) {

    static Request of(HttpExchange exchange) throws IOException {
        Map<String, String> query = new TreeMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            int equals = pair.indexOf('=');
            query.put(equals < 0 ? pair : pair.substring(0, equals),
                    equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        String host = exchange.getRequestHeaders().getFirst("Host");
        return new Request(exchange.getRequestMethod(), host == null ? "" : host,
                exchange.getRequestURI().getPath(), query,
                exchange.getRequestBody().readAllBytes());
    }

    ObjectNode json() {
        return FakeCloud.parse(body);
    }

    String text() {
        return new String(body, StandardCharsets.ISO_8859_1);
    }

    /** Of the last part of a body of several, in base64. */
    String md5OfFile() {
        String text = text();
        String boundary = text.substring(0, Math.max(0, text.indexOf("\r\n")));
        int last = text.lastIndexOf("\r\n" + boundary + "--");
        int start = text.lastIndexOf("\r\n\r\n", last < 0 ? text.length() : last) + 4;
        return md5(
                text.substring(start, last < 0 ? text.length() : last).getBytes(StandardCharsets.ISO_8859_1));
    }

    static String md5(byte[] file) {
        try {
            return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(file));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
