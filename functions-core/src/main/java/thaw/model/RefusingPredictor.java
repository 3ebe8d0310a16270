package thaw.model;

import thaw.InferenceException;
import thaw.Payload;
import thaw.Prediction;
import thaw.Predictor;
import thaw.Tensors;

/** The predictor of a catalog that was given none. */
final class RefusingPredictor implements Predictor<Payload, Prediction> {

    @Override
    public Tensors encode(Payload input) {
        throw refusal();
    }

    @Override
    public Prediction decode(Tensors outputs) {
        throw refusal();
    }

    private static InferenceException refusal() {
        return InferenceException.unsupported("predictor",
                "this catalog makes no predictors from packages; the model takes tensors");
    }
}
