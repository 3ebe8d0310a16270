package thaw.azure.event;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import com.microsoft.azure.functions.HttpRequestMessage;
import thaw.InferenceException;
import thaw.Payload;
import thaw.TriggerEvent.HttpTrigger;
import thaw.hosting.BrokenItem;

/** Requests as the worker hands them over. Immutable. */
public final class HttpRequests {

    private static final Pattern REQUEST_ID = Pattern.compile("[!-~]{1,128}");
    private static final char LOST = '\uFFFD';

    private final String routePrefix;

    /** Requests below that prefix, which the function does not see: {@code api}, or nothing. */
    public HttpRequests(String routePrefix) {
        this.routePrefix = routePrefix.replaceAll("^/+|/+$", "");
    }

    /**
     * The request, free of Azure.
     *
     * @throws InferenceException malformed, if its address is none
     */
    public HttpTrigger read(HttpRequestMessage<?> request, Invocation invocation) {
        Map<String, List<String>> headers = new HashMap<>();
        request.getHeaders()
                .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), List.of(value)));
        String asked = first(headers, "x-request-id");
        String id = REQUEST_ID.matcher(asked).matches() ? asked : invocation.id();
        return new HttpTrigger(id, request.getHttpMethod().name(), path(request), query(request), headers,
                body(request, first(headers, "content-type")), invocation.deadline());
    }

    private String path(HttpRequestMessage<?> request) {
        URI address;
        try {
            address = request.getUri();
        } catch (IllegalArgumentException invalid) {
            throw InferenceException.malformed("address", invalid.getMessage(), invalid);
        }
        String path = address.getPath() == null || address.getPath().isEmpty() ? "/" : address.getPath();
        String mounted = "/" + routePrefix;
        boolean below = !routePrefix.isEmpty()
                && (path + "/").regionMatches(true, 0, mounted + "/", 0, mounted.length() + 1);
        String own = below ? path.substring(mounted.length()) : path;
        return own.isEmpty() ? "/" : own;
    }

    private static Map<String, List<String>> query(HttpRequestMessage<?> request) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        request.getQueryParameters().forEach((name, value) -> query.put(name, List.of(value)));
        return query;
    }

    private static String first(Map<String, List<String>> headers, String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        return values.isEmpty() ? "" : values.get(0);
    }

    private static Payload body(HttpRequestMessage<?> request, String contentType) {
        return RawBody.of(request).map(bytes -> Payload.of(bytes, contentType))
                .orElseGet(() -> bound(request.getBody(), contentType));
    }

    /** What the worker made of the body, by the type that the function's author chose. */
    private static Payload bound(Object body, String contentType) {
        if (body instanceof Optional<?> optional) {
            return bound(optional.orElse(null), contentType);
        }
        if (body instanceof byte[] bytes) {
            return Payload.of(bytes, contentType);
        }
        if (body == null) {
            return Payload.of(new byte[0], contentType);
        }
        String text = body.toString();
        return text.indexOf(LOST) < 0 ? Payload.of(text.getBytes(StandardCharsets.UTF_8), contentType)
                : BrokenItem.payload(damaged(contentType));
    }

    // The host reads every body but these two kinds as a text, and there is no way back.
    private static InferenceException damaged(String contentType) {
        return InferenceException.unsupportedMedia("body",
                "expected binary content as application/octet-stream, "
                        + "got bytes as '" + contentType
                        + "', which the Functions host turns into a text and so destroys");
    }
}
