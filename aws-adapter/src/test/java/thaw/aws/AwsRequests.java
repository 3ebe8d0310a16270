package thaw.aws;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import thaw.conformance.AdapterDriver.Call;
import thaw.conformance.AdapterDriver.Reply;
import thaw.conformance.RecordedEvents;
import thaw.json.JsonObject;

/** Requests as one of Lambda's ways brings them, and the answers that it takes. */
record AwsRequests(AwsSources.Http kind) {

    Object request(Call call) {
        String name = switch (kind) {
            case REST_API -> "aws/rest-api/text";
            case HTTP_API -> "aws/http-api/picture";
            case FUNCTION_URL -> "aws/function-url/picture";
            case LOAD_BALANCER -> "aws/load-balancer/text";
            case LOAD_BALANCER_MULTI_VALUE -> "aws/load-balancer/multi-value";
        };
        Map<String, Object> event = RecordedEvents.tree(name);
        event.put("body", call.body().length == 0 ? null : Base64.getEncoder().encodeToString(call.body()));
        event.put("isBase64Encoded", call.body().length > 0);
        boolean second = kind == AwsSources.Http.HTTP_API || kind == AwsSources.Http.FUNCTION_URL;
        event.put(second ? "rawPath" : "path", call.path());
        if (second) {
            AwsSources.object(AwsSources.object(event, "requestContext"), "http").put("method",
                    call.method());
            event.put("rawQueryString", "");
        } else {
            event.put("httpMethod", call.method());
            event.put("pathParameters", Map.of("proxy", call.path().substring(1)));
        }
        putHeaders(event, call.headers(), second);
        return event;
    }

    private void putHeaders(Map<String, Object> event, Map<String, String> headers, boolean lower) {
        Map<String, Object> single = new LinkedHashMap<>();
        Map<String, Object> multiple = new LinkedHashMap<>();
        headers.forEach((name, value) -> {
            String written = lower ? name.toLowerCase(Locale.ROOT) : name;
            single.put(written, value);
            multiple.put(written, List.of(value));
        });
        if (kind != AwsSources.Http.LOAD_BALANCER_MULTI_VALUE) {
            event.put("headers", single);
        }
        if (kind == AwsSources.Http.REST_API || kind == AwsSources.Http.LOAD_BALANCER_MULTI_VALUE) {
            event.put("multiValueHeaders", multiple);
        }
    }

    Reply reply(JsonObject answer) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (kind == AwsSources.Http.LOAD_BALANCER_MULTI_VALUE) {
            JsonObject lists = answer.required("multiValueHeaders");
            lists.keys().forEach(name -> headers.put(name, lists.strings(name).get(0)));
        } else {
            JsonObject single = answer.required("headers");
            single.keys().forEach(name -> headers.put(name, single.string(name)));
        }
        return new Reply(answer.integer("statusCode", 100, 599), headers, AwsDriver.body(answer));
    }
}
