package coldstart;

import java.util.List;

/** What a client asks, in the inference protocol's words. */
public record InferRequest(List<Input> inputs, List<Output> outputs) {

    /** A tensor as JSON has it, flat. */
    public record Input(String name, String datatype, long[] shape, double[] data) {}

    /** The name of an output that is wanted. */
    public record Output(String name) {}
}
