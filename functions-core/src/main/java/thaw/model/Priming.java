package thaw.model;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import thaw.Deadline;
import thaw.InferenceException;
import thaw.Payload;
import thaw.Prediction;
import thaw.Predictor;
import thaw.TensorSpec;
import thaw.Tensors;
import thaw.telemetry.StructuredLog;

/**
 * The first run of a model, so that no request pays for it: of the package's sample through its predictor, or else of
 * zeros and empty texts, one wherever a size is open.
 */
final class Priming {

    private static final Duration FOREVER = Duration.ofDays(1);

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
            predictor.decode(run(predictor.encode(sample)));
        } catch (RuntimeException failure) {
            throw InferenceException.invalidModel(source.folder().toString(),
                    "fails on its own sample warmup.*: " + failure.getMessage(), failure);
        }
    }

    private void runZeros() {
        try {
            run(Tensors.of(
                    model.model().signature().inputs().stream().map(TensorSpec::smallest).toList()));
        } catch (InferenceException failure) {
            log.log(StructuredLog.Level.WARN, "model could not be primed with zeros: add a warmup sample",
                    Map.of("model", model.model().id().toString(), "reason", failure.getMessage()));
        }
    }

    /** With a deadline, as every request has one, though this one never comes. */
    private Tensors run(Tensors inputs) {
        return model.model().infer(inputs, Set.of(), Deadline.after(FOREVER));
    }
}
