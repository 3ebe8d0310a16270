package thaw.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import thaw.Datatype;
import thaw.InferenceException;
import thaw.Payload;
import thaw.Prediction;
import thaw.Predictor;
import thaw.Shape;
import thaw.Tensor;
import thaw.TensorSpec;
import thaw.Tensors;
import thaw.telemetry.StructuredLog;

/**
 * The first run of a model, so that no request pays for it: of the package's sample through its predictor, or else of
 * zeros and empty texts, one wherever a size is open.
 */
final class Priming {

    private final ModelPackage source;
    private final ResidentModel model;
    private final StructuredLog log;

    Priming(ModelPackage source, ResidentModel model, StructuredLog log) {
        this.source = source;
        this.model = model;
        this.log = log;
    }

    /**
     * Runs it once.
     *
     * @throws InferenceException invalid model, if the package's own sample fails; zeros may be beyond what a model can
     *                            take, so that their failure is only logged
     */
    void run() {
        if (source.warmup().isPresent()) {
            runSample(source.warmup().get());
        } else {
            runZeros();
        }
    }

    private void runSample(Payload sample) {
        Predictor<Payload, Prediction> predictor = model.packagePredictor();
        try {
            predictor.decode(model.model().infer(predictor.encode(sample)));
        } catch (RuntimeException failure) {
            throw InferenceException.invalidModel(source.folder().toString(),
                    "fails on its own sample warmup.*: " + failure.getMessage(), failure);
        }
    }

    private void runZeros() {
        try {
            model.model().infer(zeros(model.model().signature().inputs()));
        } catch (InferenceException failure) {
            log.log(StructuredLog.Level.WARN, "model could not be primed with zeros: add a warmup sample",
                    Map.of("model", model.model().id().toString(), "reason", failure.getMessage()));
        }
    }

    private static Tensors zeros(List<TensorSpec> inputs) {
        List<Tensor> tensors = new ArrayList<>();
        for (TensorSpec input : inputs) {
            tensors.add(zeros(input));
        }
        return Tensors.of(tensors);
    }

    private static Tensor zeros(TensorSpec input) {
        Shape shape = Shape.of(Arrays.stream(input.shape().toArray())
                .map(size -> size == Shape.ANY ? 1 : size).toArray());
        if (input.datatype() == Datatype.BYTES) {
            byte[][] texts = new byte[Math.toIntExact(shape.elements())][0];
            return Tensor.ofBytes(input.name(), shape, texts);
        }
        return Tensor.of(input.name(), input.datatype(), shape,
                Tensor.allocate(shape.elements() * input.datatype().width()));
    }
}
