package thaw.local;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import thaw.Deadline;
import thaw.InferenceException;
import thaw.Limits;
import thaw.Payload;
import thaw.TriggerEvent.HttpTrigger;
import thaw.TriggerResult.HttpResult;
import thaw.hosting.RequestIds;

/** The two mappings of HTTP: Jetty's request to a trigger, and a result to Jetty's response. Thread-safe. */
final class RequestHandler extends Handler.Abstract {

    private final Function<HttpTrigger, HttpResult> answers;
    private final Limits limits;
    private final HttpSettings settings;
    private final boolean loopback;

    RequestHandler(Function<HttpTrigger, HttpResult> answers, Limits limits, HttpSettings settings) {
        this.answers = answers;
        this.limits = limits;
        this.settings = settings;
        this.loopback = JettyServer.loopback(settings.host());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String host = request.getHttpURI().getHost();
        if (loopback && host != null && !local(host)) {
            // A page of another site that pointed its name at this address must not use what listens here.
            JsonErrors.writeAndClose(response, 421, "host '" + host + "': expected localhost", callback);
            return true;
        }
        Deadline deadline = Deadline.after(limits.time());
        new RequestBody(request, limits.bodyBytes(), settings,
                body -> answer(request, body, deadline, response, callback),
                failure -> JsonErrors.writeAndClose(response, failure.kind().status(), failure.getMessage(),
                        callback))
                .run();
        return true;
    }

    private static boolean local(String host) {
        return host.equals("localhost") || host.endsWith(".localhost") || host.equals("[::1]")
                || host.equals("::1") || host.matches("127\\.\\d+\\.\\d+\\.\\d+");
    }

    private void answer(Request request, byte[] body, Deadline deadline, Response response,
            Callback callback) {
        try {
            write(answers.apply(trigger(request, body, deadline)), response, callback);
        } catch (IllegalArgumentException invalid) {
            JsonErrors.write(response, 400, "query: expected an encoded one, got " + invalid.getMessage(),
                    callback);
        } catch (RuntimeException | Error defect) {
            InferenceException failure = InferenceException.of(defect, "request");
            JsonErrors.write(response, failure.kind().status(), failure.getMessage(), callback);
        }
    }

    private static HttpTrigger trigger(Request request, byte[] body, Deadline deadline) {
        Map<String, List<String>> headers = headers(request);
        String id = first(headers, "x-request-id");
        return new HttpTrigger(RequestIds.of(id), request.getMethod(),
                Request.getPathInContext(request), query(request), headers,
                Payload.of(body, first(headers, "content-type")), deadline);
    }

    private static Map<String, List<String>> headers(Request request) {
        Map<String, List<String>> headers = new HashMap<>();
        for (HttpField field : request.getHeaders()) {
            String value = field.getValue() == null ? "" : field.getValue();
            headers.merge(field.getLowerCaseName(), List.of(value), RequestHandler::both);
        }
        return headers;
    }

    private static List<String> both(List<String> before, List<String> more) {
        List<String> both = new ArrayList<>(before);
        both.addAll(more);
        return both;
    }

    private static String first(Map<String, List<String>> headers, String name) {
        return headers.getOrDefault(name, List.of("")).get(0);
    }

    private static Map<String, List<String>> query(Request request) {
        if (request.getHttpURI().getQuery() == null) {
            return Map.of();
        }
        Map<String, List<String>> query = new LinkedHashMap<>();
        for (Fields.Field field : Request.extractQueryParameters(request)) {
            query.put(field.getName(), field.getValues());
        }
        return query;
    }

    private static void write(HttpResult result, Response response, Callback callback) {
        response.setStatus(result.status());
        result.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        ByteBuffer body = result.body().duplicate();
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.remaining());
        response.write(true, body, callback);
    }
}
