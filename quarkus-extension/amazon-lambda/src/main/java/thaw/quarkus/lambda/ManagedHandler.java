package thaw.quarkus.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import com.amazonaws.services.lambda.runtime.Context;
import io.quarkus.amazon.lambda.runtime.AmazonLambdaRecorder;
import io.quarkus.runtime.Quarkus;
import thaw.InferenceException;
import thaw.hosting.HostedFunction;

/**
 * What the managed Java runtime is to call: {@code thaw.quarkus.lambda.ManagedHandler::handleRequest}. Quarkus' own handler
 * starts the application with the first event; this one while Lambda initialises the instance or takes its snapshot, so
 * that no event waits for the model, and a failure is an init error with its reason. Thread-safe.
 */
public final class ManagedHandler {

    /**
     * Starts the application.
     *
     * @throws thaw.InferenceException if a setting, the model or a sink is wrong, naming it
     */
    public ManagedHandler() {
        // The native library comes up beside the application.
        HostedFunction.beginStart();
        try {
            Quarkus.manualInitialize();
            Quarkus.manualStart();
        } catch (RuntimeException failure) {
            throw reason(failure);
        }
    }

    /** What is known of it: Quarkus wraps it in words that name nothing. */
    private static RuntimeException reason(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InferenceException known) {
                return known;
            }
        }
        return failure;
    }

    /** Hands an event to the application's handler. */
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        AmazonLambdaRecorder.handle(event, answer, context);
    }
}
