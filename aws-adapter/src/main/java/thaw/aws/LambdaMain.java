package thaw.aws;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import thaw.aws.runtime.RuntimeLoop;
import thaw.telemetry.StructuredLog;

/**
 * An instance on Lambda as a program of its own, for images and native executables: one of our handlers on our client of
 * the Runtime API. The managed Java runtime brings AWS's client, and names the handler itself.
 */
public final class LambdaMain {

    private static final String METHOD = "::handleRequest";

    private LambdaMain() {}

    /**
     * Answers events until Lambda ends the process; ends it with 1 if it cannot start, or if Lambda is gone.
     *
     * @param arguments the handler, for example {@code thaw.aws.HttpHandler::handleRequest}; without one, the variable
     *                  {@code _HANDLER} names it
     */
    public static void main(String[] arguments) {
        // Whatever the locale: log lines are UTF-8 to CloudWatch.
        System.setOut(
                new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8));
        Map<String, String> environment = System.getenv();
        StructuredLog log = StructuredLog.to(System.out, StructuredLog.Level.WARN);
        try {
            String handler = arguments.length > 0 ? arguments[0] : environment.getOrDefault("_HANDLER", "");
            RuntimeLoop.of(environment, log).run(() -> handler(handler));
        } catch (IOException | RuntimeException | Error failure) {
            log.log(StructuredLog.Level.ERROR, "function ends",
                    Map.of("reason", String.valueOf(failure.getMessage())));
            System.exit(1);
        }
    }

    private static RequestStreamHandler handler(String name) {
        String type = name.endsWith(METHOD) ? name.substring(0, name.length() - METHOD.length()) : name;
        return switch (type) {
            case "thaw.aws.HttpHandler" -> new HttpHandler();
            case "thaw.aws.BlobHandler" -> new BlobHandler();
            case "thaw.aws.StreamHandler" -> new StreamHandler();
            default ->
                throw new IllegalArgumentException("expected the handler thaw.aws.HttpHandler, BlobHandler or"
                        + " StreamHandler, got '" + name + "'; others are for AWS's own runtime client");
        };
    }
}
