package coldstart;

import java.util.List;

/** What a client is told, in the inference protocol's words. */
public record InferAnswer(String model_name, List<Output> outputs) {

    /** A tensor of floats, flat. */
    public record Output(String name, String datatype, long[] shape, float[] data) {}
}
