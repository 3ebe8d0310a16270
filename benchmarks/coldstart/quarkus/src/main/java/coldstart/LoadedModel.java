package coldstart;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

/** Loaded when the application starts, not by the first request. */
@Startup
@ApplicationScoped
public class LoadedModel {

    private final OrtModel model = new OrtModel();

    InferAnswer infer(InferRequest request) {
        return model.infer(request);
    }
}
