package thaw.predict;

import java.util.Objects;

import thaw.Payload;
import thaw.Prediction;
import thaw.Predictor;
import thaw.Tensors;

/** The two halves of what a package describes. Thread-safe. */
record PackagePredictor(InputEncoder input, OutputDecoder output) implements Predictor<Payload, Prediction> {

    PackagePredictor {
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(output, "output");
    }

    @Override
    public Tensors encode(Payload payload) {
        return input.encode(payload);
    }

    @Override
    public Prediction decode(Tensors outputs) {
        return output.decode(outputs);
    }
}
