package thaw.aws;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

/**
 * Lambda's entry to a function whatever calls it, for a framework that makes its own handlers: the function's provider says
 * what that is, or else {@code THAW_TRIGGER}; HTTP unless told. Thread-safe.
 */
public final class FunctionHandler implements RequestStreamHandler, AutoCloseable {

    private final LambdaFunction function;

    /**
     * Loads and primes the model.
     *
     * @param environment the settings {@code THAW_*}
     * @throws thaw.InferenceException if a setting, the model or a sink is wrong, naming it
     */
    public FunctionHandler(Map<String, String> environment) {
        function = LambdaFunction.initialise(environment);
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        if (context.getRemainingTimeInMillis() > 0) {
            function.handle(event, answer, context);
        } else {
            // A framework's own stand-in for Lambda, in its tests, does not say when an invocation's time is over.
            function.handleWithinOwnLimit(event, answer, context);
        }
    }

    @Override
    public void close() {
        function.close();
    }
}
