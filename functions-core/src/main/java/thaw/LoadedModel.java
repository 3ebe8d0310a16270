package thaw;

import java.util.List;
import java.util.Map;

/** A model in memory with what its package says beside the graph. Thread-safe. */
public interface LoadedModel {

    /** The model. */
    Model model();

    /** The names of the classes in the order of the scores; empty if the package has none. */
    List<String> labels();

    /** What the package's {@code model.json} says, as a JSON tree that fits the graph; empty if there is none. */
    default Map<String, Object> settings() {
        return Map.of();
    }

    /** The pre- and post-processing that the package describes without code. */
    Predictor<Payload, Prediction> packagePredictor();
}
