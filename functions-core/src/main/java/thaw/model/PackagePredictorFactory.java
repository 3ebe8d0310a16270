package thaw.model;

import java.util.List;
import java.util.Optional;

import thaw.Limits;
import thaw.ModelSignature;
import thaw.Payload;
import thaw.Prediction;
import thaw.Predictor;
import thaw.json.JsonObject;

/** Makes the pre- and post-processing that a package describes without code. Thread-safe. */
@FunctionalInterface
public interface PackagePredictorFactory {

    /**
     * The predictor of a package.
     *
     * @param labels   the names of the classes; empty if there are none
     * @param settings what {@code model.json} says; empty if there is none
     * @throws thaw.InferenceException malformed or invalid model, if they do not fit the signature
     */
    Predictor<Payload, Prediction> create(ModelSignature signature, List<String> labels,
            Optional<JsonObject> settings, Limits limits);
}
