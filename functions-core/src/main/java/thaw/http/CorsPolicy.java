package thaw.http;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import thaw.TriggerEvent.HttpTrigger;

/**
 * Which pages of other origins may call. Immutable.
 *
 * @param origins such as {@code https://example.org}, or {@code *} for every page; none turns it off
 * @param maxAge  how long a browser may keep the permission
 */
public record CorsPolicy(Set<String> origins, Duration maxAge) {

    private static final String ANY = "*";
    private static final String EXPOSED = "X-Request-Id, Inference-Header-Content-Length, Retry-After";
    private static final String ACCEPTED = "Content-Type, Content-Encoding, Inference-Header-Content-Length, X-Request-Id, "
            + "Authorization";

    public CorsPolicy {
        origins = Set.copyOf(origins);
        if (maxAge.isNegative()) {
            throw new IllegalArgumentException("expected a maxAge of 0 or more, got " + maxAge);
        }
    }

    /** No page of another origin may call. */
    public static CorsPolicy off() {
        return new CorsPolicy(Set.of(), Duration.ZERO);
    }

    /** Pages of these origins may call, and keep the permission for an hour. */
    public static CorsPolicy allowing(String... origins) {
        return new CorsPolicy(Set.of(origins), Duration.ofHours(1));
    }

    private boolean allows(String origin) {
        return !origin.isEmpty() && (origins.contains(ANY) || origins.contains(origin));
    }

    /** Adds what the browser wants to read on an answer to that request. */
    void addTo(Map<String, String> headers, HttpTrigger request) {
        if (origins.isEmpty()) {
            return;
        }
        headers.merge("vary", "Origin", (known, more) -> known + ", " + more);
        String origin = request.header("origin");
        if (allows(origin)) {
            headers.put("access-control-allow-origin", origins.contains(ANY) ? ANY : origin);
            headers.put("access-control-expose-headers", EXPOSED);
            if (request.method().equals("OPTIONS")) {
                headers.put("access-control-allow-headers", ACCEPTED);
                headers.put("access-control-max-age", Long.toString(maxAge.toSeconds()));
            }
        }
    }
}
