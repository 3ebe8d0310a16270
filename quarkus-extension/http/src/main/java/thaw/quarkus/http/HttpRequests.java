package thaw.quarkus.http;

import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import thaw.Deadline;
import thaw.Limits;
import thaw.Payload;
import thaw.TriggerEvent.HttpTrigger;
import thaw.hosting.RequestIds;

/** A request of Vert.x as a trigger. */
final class HttpRequests {

    private HttpRequests() {}

    static HttpTrigger trigger(RoutingContext context, Limits limits) {
        Buffer body = context.body().buffer();
        return trigger(context, limits,
                Payload.of(body == null ? new byte[0] : body.getBytes(), type(context)));
    }

    /** A request whose body is larger than what was read of it. */
    static HttpTrigger tooLarge(RoutingContext context, Limits limits) {
        return trigger(context, limits,
                Payload.streamed(InputStream::nullInputStream, limits.bodyBytes() + 1, type(context)));
    }

    private static HttpTrigger trigger(RoutingContext context, Limits limits, Payload body) {
        Map<String, List<String>> headers = headers(context.request().headers());
        return new HttpTrigger(RequestIds.of(headers.getOrDefault("x-request-id", List.of("")).get(0)),
                context.request().method().name(), path(context), query(context), headers, body,
                Deadline.after(limits.time()));
    }

    private static String type(RoutingContext context) {
        String type = context.request().getHeader("content-type");
        return type == null ? "" : type;
    }

    /** Decoded once; what cannot be is left as it came, and found nowhere. */
    private static String path(RoutingContext context) {
        String path = context.request().path();
        try {
            return URI.create(path).getPath();
        } catch (IllegalArgumentException broken) {
            return path;
        }
    }

    private static Map<String, List<String>> query(RoutingContext context) {
        Map<String, List<String>> query = new HashMap<>();
        context.queryParams().forEach(entry -> add(query, entry.getKey(), entry.getValue()));
        return query;
    }

    private static Map<String, List<String>> headers(MultiMap values) {
        Map<String, List<String>> lists = new HashMap<>();
        values.forEach(entry -> add(lists, entry.getKey().toLowerCase(Locale.ROOT), entry.getValue()));
        return lists;
    }

    private static void add(Map<String, List<String>> lists, String name, String value) {
        lists.computeIfAbsent(name, first -> new ArrayList<>()).add(value);
    }
}
