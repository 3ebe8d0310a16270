package thaw.gcp;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.google.cloud.functions.HttpRequest;
import thaw.Deadline;
import thaw.Payload;
import thaw.TriggerEvent.HttpTrigger;
import thaw.gcp.event.EventReader;
import thaw.hosting.RequestIds;

/** A request of Google's framework as a trigger. */
final class HttpRequests {

    private HttpRequests() {}

    static HttpTrigger trigger(HttpRequest request, RequestStream body) {
        Map<String, List<String>> headers = new HashMap<>();
        request.getHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        String asked = first(headers, "x-request-id");
        return new HttpTrigger(RequestIds.of(asked),
                request.getMethod().toUpperCase(Locale.ROOT), path(request.getUri()), query(request), headers,
                Payload.streamed(body, request.getContentLength(), first(headers, "content-type")),
                Deadline.none());
    }

    private static String first(Map<String, List<String>> headers, String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        return values.isEmpty() ? "" : values.get(0);
    }

    /** The path of what may be a whole address, decoded once: the framework's own path keeps some escapes. */
    private static String path(String uri) {
        int scheme = uri.indexOf("://");
        int from = scheme < 0 ? 0 : uri.indexOf('/', scheme + 3);
        int query = uri.indexOf('?');
        String path = from < 0 || query >= 0 && query < from ? "/"
                : uri.substring(from, query < 0 ? uri.length() : query);
        String decoded = EventReader.decoded(path);
        return decoded.startsWith("/") ? decoded : "/" + decoded;
    }

    private static Map<String, List<String>> query(HttpRequest request) {
        try {
            return request.getQueryParameters();
        } catch (RuntimeException broken) {
            // Nothing here is asked for by a query: a broken one is no reason to refuse.
            return Map.of();
        }
    }
}
