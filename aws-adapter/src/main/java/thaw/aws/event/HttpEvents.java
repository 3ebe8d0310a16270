package thaw.aws.event;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import thaw.InferenceException;
import thaw.Payload;
import thaw.TriggerEvent.HttpTrigger;
import thaw.hosting.BrokenItem;
import thaw.hosting.Percent;
import thaw.json.JsonObject;

/** The four shapes of a request over HTTP. */
final class HttpEvents {

    private static final Pattern REQUEST_ID = Pattern.compile("[!-~]{1,128}");
    private static final String GREEDY = "{proxy+}";

    private final JsonObject event;
    private final JsonObject context;
    private final HttpSource source;

    private HttpEvents(JsonObject event, JsonObject context, HttpSource source) {
        this.event = event;
        this.context = context;
        this.source = source;
    }

    static AwsEvent.Request read(JsonObject event, Invocation invocation) {
        JsonObject context = event.object("requestContext").orElseThrow(() -> unknown(event));
        HttpEvents request = new HttpEvents(event, context, source(event, context));
        return new AwsEvent.Request(request.trigger(invocation), request.source);
    }

    private static HttpSource source(JsonObject event, JsonObject context) {
        if (context.has("elb")) {
            return event.has("multiValueHeaders") ? HttpSource.LOAD_BALANCER_MULTI_VALUE
                    : HttpSource.LOAD_BALANCER;
        }
        if (event.string("version", "").equals("2.0")) {
            return HttpSource.HTTP_API;
        }
        if (event.has("httpMethod")) {
            return HttpSource.REST_API;
        }
        throw unknown(event);
    }

    private static InferenceException unknown(JsonObject event) {
        return InferenceException.mismatch("event",
                "a request of API Gateway (payload 1.0 or 2.0), a function URL or a load balancer",
                "an event with " + event.keys());
    }

    private HttpTrigger trigger(Invocation invocation) {
        Map<String, List<String>> headers = headers();
        String asked = first(headers, "x-request-id");
        String id = REQUEST_ID.matcher(asked).matches() ? asked
                : context.string("requestId", invocation.requestId());
        return new HttpTrigger(id, method().toUpperCase(Locale.ROOT), path(), query(), headers,
                body(first(headers, "content-type")), invocation.deadline());
    }

    private String method() {
        if (source == HttpSource.HTTP_API) {
            return context.required("http").string("method");
        }
        return event.string("httpMethod");
    }

    /** Without the stage, and without what a greedy route has in front: where it is mounted is not the function's affair. */
    private String path() {
        String route = event.string(source == HttpSource.HTTP_API ? "routeKey" : "resource", "");
        Optional<String> rest = event.object("pathParameters").map(names -> names.string("proxy", ""));
        if (route.endsWith(GREEDY) && rest.isPresent()) {
            return "/" + Percent.decode(rest.get());
        }
        String path = event.string(source == HttpSource.HTTP_API ? "rawPath" : "path");
        String stage = "/" + context.string("stage", "");
        boolean staged = source == HttpSource.HTTP_API && (path + "/").startsWith(stage + "/")
                && stage.length() > 1;
        String own = Percent.decode(staged ? path.substring(stage.length()) : path);
        return own.startsWith("/") ? own : "/" + own;
    }

    private Map<String, List<String>> query() {
        return switch (source) {
            case HTTP_API -> FormEncoding.parameters(event.string("rawQueryString", ""));
            case REST_API -> values("queryStringParameters", "multiValueQueryStringParameters");
            case LOAD_BALANCER, LOAD_BALANCER_MULTI_VALUE -> decoded(
                    values("queryStringParameters", "multiValueQueryStringParameters"));
        };
    }

    // A load balancer hands on what the client wrote, encoded.
    private static Map<String, List<String>> decoded(Map<String, List<String>> query) {
        Map<String, List<String>> plain = new LinkedHashMap<>();
        query.forEach((name, values) -> plain.put(FormEncoding.decode(name),
                values.stream().map(FormEncoding::decode).toList()));
        return plain;
    }

    private Map<String, List<String>> headers() {
        Map<String, List<String>> headers = new HashMap<>();
        values("headers", "multiValueHeaders").forEach(
                (name, values) -> headers.merge(name.toLowerCase(Locale.ROOT), values, HttpEvents::both));
        // Payload 2.0 takes cookies out of the headers.
        List<String> cookies = event.strings("cookies");
        if (!cookies.isEmpty()) {
            headers.put("cookie", List.of(String.join("; ", cookies)));
        }
        return headers;
    }

    private static List<String> both(List<String> before, List<String> more) {
        List<String> both = new ArrayList<>(before);
        both.addAll(more);
        return both;
    }

    /** All values of each name; a list that is null or absent leaves the single values. */
    private Map<String, List<String>> values(String single, String multiple) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        event.object(single).ifPresent(
                names -> names.keys().forEach(name -> values.put(name, List.of(names.string(name, "")))));
        event.object(multiple).ifPresent(names -> names.keys().stream().filter(names::has)
                .forEach(name -> values.put(name, names.strings(name))));
        return values;
    }

    private static String first(Map<String, List<String>> headers, String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        return values.isEmpty() ? "" : values.get(0);
    }

    private Payload body(String contentType) {
        String text = event.string("body", "");
        if (!event.flag("isBase64Encoded", false)) {
            return Payload.of(text.getBytes(StandardCharsets.UTF_8), contentType);
        }
        try {
            return Payload.of(BrokenItem.base64(text, event.at("body")), contentType);
        } catch (InferenceException broken) {
            return BrokenItem.payload(broken);
        }
    }
}
