package thaw.azure.store;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/** One request on its way: what is asked, and the headers that are added until it is sent. Not thread-safe. */
final class RestRequest {

    private static final byte[] NOTHING = new byte[0];

    private final Map<String, String> headers = new TreeMap<>();
    private final String method;
    private URI uri;
    private byte[] body = NOTHING;

    private RestRequest(String method, URI uri) {
        this.method = method;
        this.uri = uri;
    }

    static RestRequest of(String method, URI uri) {
        return new RestRequest(method, uri);
    }

    /** Adds a header; names are in lower case. */
    RestRequest header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    RestRequest body(byte[] bytes, String contentType) {
        body = bytes;
        return header("content-type", contentType);
    }

    /** Adds to the query what is encoded already. */
    void query(String more) {
        uri = URI.create(uri + (uri.getRawQuery() == null ? "?" : "&") + more);
    }

    String method() {
        return method;
    }

    URI uri() {
        return uri;
    }

    byte[] body() {
        return body;
    }

    Map<String, String> headers() {
        return headers;
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }
}
