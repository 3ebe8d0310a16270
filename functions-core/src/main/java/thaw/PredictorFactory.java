package thaw;

/**
 * Makes a predictor that needs to know the model: its signature or labels. Called once per loaded version.
 *
 * @param <I> what the function takes
 * @param <O> what it gives
 */
@FunctionalInterface
public interface PredictorFactory<I, O> {

    /**
     * The predictor for that model.
     *
     * @throws InferenceException invalid model, if the two do not fit; then the function does not start
     */
    Predictor<I, O> create(LoadedModel model);
}
