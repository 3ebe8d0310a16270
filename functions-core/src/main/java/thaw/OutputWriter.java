package thaw;

import java.util.Map;

/**
 * Turns a predictor's output into the fields of a result: what is answered over HTTP and what a sink stores. Called
 * concurrently: keep no state.
 *
 * @param <O> the output's type
 */
@FunctionalInterface
public interface OutputWriter<O> {

    /**
     * The fields, in order. Values are strings, numbers, booleans, null, lists and maps of these.
     */
    Map<String, Object> write(O output);
}
