package thaw.quarkus.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;
import thaw.aws.FunctionHandler;
import thaw.quarkus.functions.FunctionVariables;

/** The function of the application as the handler that Quarkus' extension looks for. Thread-safe. */
@Singleton
@Named("thaw")
@Startup
public final class ThawHandler implements RequestStreamHandler {

    private final FunctionHandler function;

    ThawHandler(Config config) {
        try {
            function = new FunctionHandler(FunctionVariables.of(config, System.getenv()));
        } catch (RuntimeException | Error failure) {
            if (ImageMode.current() == ImageMode.NATIVE_RUN) {
                InitError.post(failure);
            }
            throw failure;
        }
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        function.handleRequest(event, answer, context);
    }

    @PreDestroy
    void close() {
        function.close();
    }
}
