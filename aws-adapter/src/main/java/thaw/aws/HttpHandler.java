package thaw.aws;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import thaw.TriggerKind;

/** Lambda's entry to a function on requests of API Gateway, function URLs and load balancers. Thread-safe. */
public final class HttpHandler implements RequestStreamHandler {

    private final LambdaFunction function;

    /**
     * Loads and primes the model while Lambda initialises the instance.
     *
     * @throws thaw.InferenceException if a setting, the model or a sink is wrong; Lambda reports it as an init error
     */
    public HttpHandler() {
        function = LambdaFunction.initialise(TriggerKind.HTTP, System.getenv());
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        function.handle(event, answer, context);
    }
}
