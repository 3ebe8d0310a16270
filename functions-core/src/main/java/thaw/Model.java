package thaw;

import java.util.Set;

/**
 * A loaded and primed model. Thread-safe: any number of calls may run side by side, and closing waits for them.
 */
public interface Model extends AutoCloseable {

    /** Which model and version this is. */
    ModelId id();

    /** What it takes and gives. */
    ModelSignature signature();

    /**
     * One run.
     *
     * @param inputs   exactly the signature's inputs
     * @param outputs  the outputs wanted; empty for all
     * @param deadline after it the run is abandoned
     * @return the outputs, in the signature's order, whose elements are the caller's
     * @throws InferenceException malformed, if the inputs contradict the signature; deadline, if time ran out; internal,
     *                            if the model fails on these inputs; unavailable, after {@link #close()}
     */
    Tensors infer(Tensors inputs, Set<String> outputs, Deadline deadline);

    /** One run for all outputs, however long it takes. */
    default Tensors infer(Tensors inputs) {
        return infer(inputs, Set.of(), Deadline.none());
    }

    /** Refuses new calls, waits for those under way, and frees the model's memory. Closing twice does nothing. */
    @Override
    void close();
}
