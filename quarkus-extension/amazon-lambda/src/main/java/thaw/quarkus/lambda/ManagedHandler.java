package thaw.quarkus.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import com.amazonaws.services.lambda.runtime.Context;
import io.quarkus.amazon.lambda.runtime.AmazonLambdaRecorder;
import io.quarkus.runtime.Quarkus;

/**
 * What the managed Java runtime is to call: {@code thaw.quarkus.lambda.ManagedHandler::handleRequest}. Quarkus' own handler
 * starts the application with the first event; this one while Lambda initialises the instance or takes its snapshot, so
 * that no event waits for the model, and a failure is an init error with its reason. Thread-safe.
 */
public final class ManagedHandler {

    /** Starts the application; what fails there is thrown. */
    public ManagedHandler() {
        Quarkus.manualInitialize();
        Quarkus.manualStart();
    }

    /** Hands an event to the application's handler. */
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        AmazonLambdaRecorder.handle(event, answer, context);
    }
}
