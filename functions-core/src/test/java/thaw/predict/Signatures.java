package thaw.predict;

import java.util.List;

import thaw.Datatype;
import thaw.ModelSignature;
import thaw.Shape;
import thaw.TensorSpec;

/** Signatures as exporters make them. */
final class Signatures {

    private Signatures() {}

    static TensorSpec spec(String name, Datatype datatype, long... shape) {
        return new TensorSpec(name, datatype, Shape.of(shape));
    }

    static ModelSignature of(TensorSpec input, TensorSpec... outputs) {
        return new ModelSignature(List.of(input), List.of(outputs));
    }

    /** Inputs under test; what comes out does not matter. */
    static ModelSignature taking(TensorSpec... inputs) {
        return new ModelSignature(List.of(inputs), List.of(spec("y", Datatype.FP32, -1, 1)));
    }

    /** Outputs under test; a text goes in. */
    static ModelSignature giving(TensorSpec... outputs) {
        return new ModelSignature(List.of(spec("text", Datatype.BYTES, -1)), List.of(outputs));
    }
}
