package thaw.aws.event;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import thaw.Deadline;
import thaw.TriggerResult.HttpResult;
import thaw.json.Json;

/** Reads a request of API Gateway and answers it, before anybody sends one: a real one finds the classes loaded. */
public final class EventRehearsal {

    private static final Map<String, Object> REQUEST = Map.of("version", "2.0", "rawPath", "/",
            "rawQueryString",
            "a=b", "headers", Map.of("content-type", "text/plain"), "cookies", List.of("a=b"), "body", "AA==",
            "isBase64Encoded", true, "requestContext",
            Map.of("stage", "$default", "http", Map.of("method", "GET", "path", "/")));

    private EventRehearsal() {}

    /** Reads and answers one with that reader. */
    public static void run(EventReader reader) {
        try {
            AwsEvent event = reader.read(new ByteArrayInputStream(Json.bytes(REQUEST)),
                    new Invocation("rehearsal", Deadline.after(Duration.ofSeconds(1))));
            if (event instanceof AwsEvent.Request request) {
                HttpAnswer.document(new HttpResult(200, Map.of("content-type", "application/json"),
                        ByteBuffer.wrap(Json.bytes(Map.of()))), request.source());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
