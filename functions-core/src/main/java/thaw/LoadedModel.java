package thaw;

import java.util.List;

/** A model in memory with what its package says beside the graph. Thread-safe. */
public interface LoadedModel {

    /** The model. */
    Model model();

    /** The names of the classes in the order of the scores; empty if the package has none. */
    List<String> labels();

    /** The pre- and post-processing that the package describes without code. */
    Predictor<Payload, Prediction> packagePredictor();
}
