package thaw.azure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

import thaw.FunctionDefinition;
import thaw.FunctionProvider;
import thaw.InferenceException;
import thaw.Payload;
import thaw.Predictor;
import thaw.Shape;
import thaw.Sink;
import thaw.Tensor;
import thaw.Tensors;

/** A function that reads blobs of any length as a stream, and holds of each only the end: a picture of a digit, unpacked. */
public final class LastPixels implements FunctionProvider {

    static final int PIXELS = 64;

    private static final float SCALE = 0.0625f;

    @Override
    public FunctionDefinition<?, ?> function() {
        return FunctionDefinition.onBlob("large").model("digits")
                .predictor((payload, limits) -> end(payload), new Digit(), digit -> Map.of("label", digit))
                .sink(Sink.table("results")).build();
    }

    private static byte[] end(Payload payload) {
        try (InputStream stream = payload.open()) {
            stream.skipNBytes(payload.size().orElseThrow() - PIXELS);
            byte[] pixels = stream.readNBytes(PIXELS + 1);
            if (pixels.length != PIXELS) {
                throw InferenceException.malformed("blob", "its size is not what was announced", null);
            }
            return pixels;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static final class Digit implements Predictor<byte[], String> {

        @Override
        public Tensors encode(byte[] pixels) {
            float[] values = new float[PIXELS];
            for (int i = 0; i < PIXELS; i++) {
                values[i] = (pixels[i] & 0xFF) * SCALE;
            }
            return Tensors.of(Tensor.ofFloats("image", Shape.of(1, 1, 8, 8), values));
        }

        @Override
        public String decode(Tensors outputs) {
            Tensor probabilities = outputs.tensor("probabilities");
            int best = 0;
            for (int i = 1; i < probabilities.elements(); i++) {
                best = probabilities.number(i) > probabilities.number(best) ? i : best;
            }
            return Integer.toString(best);
        }
    }
}
