package thaw.quarkus.google;

import java.io.IOException;

import com.google.cloud.functions.CloudEventsFunction;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import io.cloudevents.CloudEvent;
import io.quarkus.runtime.Quarkus;
import org.eclipse.microprofile.config.ConfigProvider;
import thaw.gcp.CloudFunction;
import thaw.quarkus.functions.FunctionVariables;

/**
 * The entry to a function of a Quarkus application: {@code --target thaw.quarkus.google.QuarkusFunction}. It starts the
 * application, and then is the adapter's own entry with the application's settings. Thread-safe.
 */
public final class QuarkusFunction implements HttpFunction, CloudEventsFunction {

    private final CloudFunction function;

    /**
     * Starts the application, and loads and primes the model, before the port is open.
     *
     * @throws thaw.InferenceException if a setting, the model or a sink is wrong; the container then does not start
     */
    public QuarkusFunction() {
        Quarkus.manualInitialize();
        Quarkus.manualStart();
        function = new CloudFunction(FunctionVariables.of(ConfigProvider.getConfig(), System.getenv()));
    }

    @Override
    public void service(HttpRequest request, HttpResponse response) throws IOException {
        function.service(request, response);
    }

    @Override
    public void accept(CloudEvent event) {
        function.accept(event);
    }
}
