package thaw.local;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

import thaw.InferenceException;
import thaw.Limits;
import thaw.TriggerEvent.HttpTrigger;
import thaw.TriggerKind;
import thaw.TriggerResult.HttpResult;
import thaw.hosting.FunctionSettings;
import thaw.hosting.HostedFunction;
import thaw.hosting.Platform;
import thaw.telemetry.StructuredLog;

/**
 * One function behind HTTP as a container has it: set up by {@code THAW_*} and {@code PORT}, without a database; metrics
 * at {@code /metrics}, logs as JSON lines on standard output. SIGTERM lets what is under way finish.
 */
public final class FunctionServer implements AutoCloseable {

    private static final Platform CONTAINER = new Platform(List.of("HOSTNAME"), List.of("LOG_LEVEL"),
            "models",
            "none", List.of());
    private static final int PORT = 8080;
    private static final int LARGEST_PORT = 65_535;

    private final PrometheusTelemetry metrics = new PrometheusTelemetry();
    private final HostedFunction function;
    private final JettyServer server;

    private FunctionServer(Map<String, String> environment, StructuredLog log, FunctionSettings settings) {
        function = HostedFunction.of(settings).telemetry(metrics).log(log).open(TriggerKind.HTTP);
        server = new JettyServer(HttpSettings.onPort(port(environment)).host("0.0.0.0"),
                settings.limits(Limits.ofDefaults()), this::answer);
    }

    /** Serves until the process is told to end. */
    public static void main(String[] arguments) {
        Map<String, String> environment = System.getenv();
        FunctionSettings settings = new FunctionSettings(environment, CONTAINER);
        StructuredLog log = StructuredLog.to(System.out, settings.logLevel());
        try {
            FunctionServer server = new FunctionServer(environment, log, settings);
            server.server.start();
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "drain"));
        } catch (InferenceException unusable) {
            log.log(StructuredLog.Level.ERROR, "function cannot start",
                    Map.of("reason", unusable.getMessage()));
            System.exit(1);
        }
    }

    private static int port(Map<String, String> environment) {
        String text = environment.getOrDefault("PORT", Integer.toString(PORT));
        try {
            int port = Integer.parseInt(text.trim());
            if (port >= 0 && port <= LARGEST_PORT) {
                return port;
            }
        } catch (NumberFormatException invalid) {
            throw refused(text);
        }
        throw refused(text);
    }

    private static InferenceException refused(String text) {
        return InferenceException.mismatch("PORT", "a number from 0 to " + LARGEST_PORT, "'" + text + "'");
    }

    private HttpResult answer(HttpTrigger request) {
        if (request.path().equals("/metrics") && request.method().equals("GET")) {
            return new HttpResult(200, Map.of("content-type", PrometheusTelemetry.CONTENT_TYPE),
                    ByteBuffer.wrap(metrics.text()));
        }
        return function.answer(request);
    }

    /** Takes no more, finishes what is under way, and frees the model. */
    @Override
    public void close() {
        server.close();
        function.close();
    }
}
