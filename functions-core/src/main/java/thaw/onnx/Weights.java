package thaw.onnx;

/**
 * How much a model has learned.
 *
 * @param tensors number of initializers, those of subgraphs included
 * @param parameters their elements
 * @param bytes what the elements occupy, in the model's file or in external ones
 */
public record Weights(long tensors, long parameters, long bytes) {

    static final Weights NONE = new Weights(0, 0, 0);

    /** Together with one more tensor. */
    Weights plus(long tensorElements, long tensorBytes) {
        return new Weights(
                tensors + 1, Math.addExact(parameters, tensorElements), Math.addExact(bytes, tensorBytes));
    }
}
