package thaw;

/**
 * A function's own pre- and post-processing, in two halves around the model run, so that the framework can put many
 * inputs into one run:
 *
 * <pre>{@code
 * final class Sentiment implements Predictor<String, Mood> {
 *     public Tensors encode(String sentence) {
 *         return Tensors.of(Tensor.ofStrings("text", Shape.of(1, 1), List.of(sentence)));
 *     }
 *
 *     public Mood decode(Tensors outputs) {
 *         return Mood.of(outputs.tensor("probabilities").number(1));
 *     }
 * }
 * }</pre>
 *
 * <p>Called concurrently: keep no state that changes.
 *
 * @param <I> what the function takes
 * @param <O> what it gives
 */
public interface Predictor<I, O> {

    /**
     * The model's inputs for one input of the function. If the model is batchable, the outermost dimension counts rows,
     * usually one; the rows of many calls are joined, and {@link #decode} gets back as many as this call gave.
     *
     * @throws InferenceException malformed, if this input can never be predicted: the record is set aside. Any other
     *                            exception counts as such, too
     */
    Tensors encode(I input);

    /** The output of the function for the model's outputs, all of them, rows of this input alone. */
    O decode(Tensors outputs);
}
