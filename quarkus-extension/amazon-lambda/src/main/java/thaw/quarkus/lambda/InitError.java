package thaw.quarkus.lambda;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.Map;

import org.jboss.logging.Logger;
import thaw.json.Json;

/**
 * Says to Lambda why an executable cannot start. Quarkus' own loop knows only that the start was interrupted, and Lambda
 * keeps what it hears first.
 */
final class InitError {

    private static final Logger LOG = Logger.getLogger(InitError.class);
    private static final int PATIENCE_MILLIS = 2000;

    private InitError() {}

    static void post(Throwable failure) {
        String address = System.getenv("AWS_LAMBDA_RUNTIME_API");
        if (address == null) {
            return;
        }
        try {
            post(URI.create("http://" + address + "/2018-06-01/runtime/init/error"), failure);
        } catch (IOException unheard) {
            LOG.warn("Lambda could not be told why the function cannot start", unheard);
        }
    }

    private static void post(URI uri, Throwable failure) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setRequestProperty("Lambda-Runtime-Function-Error-Type", failure.getClass().getName());
        connection.setDoOutput(true);
        try (OutputStream body = connection.getOutputStream()) {
            body.write(Json.bytes(Map.of("errorType", failure.getClass().getName(), "errorMessage",
                    String.valueOf(failure.getMessage()), "stackTrace", List.of())));
        }
        connection.getResponseCode();
    }
}
