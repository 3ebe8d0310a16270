package thaw.gcp;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;

import com.google.cloud.functions.CloudEventsFunction;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.invoker.runner.Invoker;
import io.cloudevents.CloudEvent;
import thaw.json.JsonObject;
import thaw.testing.Workplace;

/** A function behind Google's own invoker, in this process. */
final class Invoked implements GoogleDriver.Instance {

    // The framework tells of every start and stop.
    private static final List<Logger> LOGGERS = List.of(Logger.getLogger("org.eclipse.jetty"),
            Logger.getLogger("com.google.cloud.functions.invoker"));

    static {
        LOGGERS.forEach(logger -> logger.setLevel(Level.WARNING));
    }

    private static final AtomicReference<GoogleFunction> NEXT = new AtomicReference<>();
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .build();

    /** What the invoker makes in place of {@link CloudFunction}, which reads the environment of its process. */
    public static final class Target implements HttpFunction, CloudEventsFunction {
        private final CloudFunction function = new CloudFunction(NEXT.getAndSet(null));

        @Override
        public void service(com.google.cloud.functions.HttpRequest request,
                com.google.cloud.functions.HttpResponse response) throws Exception {
            function.service(request, response);
        }

        @Override
        public void accept(CloudEvent event) {
            function.accept(event);
        }
    }

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final GoogleFunction function;
    private final Invoker invoker;
    private final int port = Workplace.freePort();

    /** A function of that environment, with that signature. */
    Invoked(Map<String, String> environment, String signature) throws Exception {
        synchronized (NEXT) {
            function = GoogleFunction.of(environment).log(new PrintStream(out, true, StandardCharsets.UTF_8))
                    .open();
            NEXT.set(function);
            invoker = new Invoker(port, Target.class.getName(), signature, Target.class.getClassLoader());
            invoker.startTestServer();
        }
    }

    @Override
    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    @Override
    public HttpResponse<byte[]> send(HttpRequest request) throws Exception {
        return CLIENT.send(request, BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> post(String path, Map<String, String> headers, byte[] body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(60))
                .POST(BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return send(request.build());
    }

    @Override
    public HttpResponse<byte[]> post(Posting posting) throws Exception {
        return post("/", posting.headers(), posting.body());
    }

    /** The lines of the log. */
    List<JsonObject> log() {
        return out.toString(StandardCharsets.UTF_8).lines()
                .map(line -> JsonObject.parse(line.getBytes(StandardCharsets.UTF_8), "log")).toList();
    }

    @Override
    public void close() {
        try {
            invoker.stopServer();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        } finally {
            function.close();
        }
    }
}
