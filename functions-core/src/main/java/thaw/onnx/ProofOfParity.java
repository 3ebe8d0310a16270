package thaw.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import ai.onnxruntime.OrtException;
import thaw.InferenceException;
import thaw.Limits;
import thaw.Model;
import thaw.ModelId;
import thaw.Tensors;
import thaw.model.LoadedGraph;
import thaw.model.ModelPackage;
import thaw.model.OptimisedFile;
import thaw.model.PackagePredictorFactory;
import thaw.telemetry.LoadPhases;

/** Loads a package's original and an optimised file of it, and compares how they answer and how long they take. */
final class ProofOfParity {

    private static final ModelId ID = new ModelId("package", "1");
    private static final int[] ROWS = {1, 2, 3, 7};
    private static final int TRIES = 4;
    /** What an open size may be: the length of a sentence, or the edge of a picture. */
    private static final int[] OPEN_SIZES = {1, 8, 32, 224};
    private static final int LOADS = 3;
    private static final int RUNS = 10;

    private final OnnxModelRuntime runtime;
    private final PackagePredictorFactory predictors;
    private final double tolerance;

    ProofOfParity(OnnxModelRuntime runtime, PackagePredictorFactory predictors, double tolerance) {
        this.runtime = runtime;
        this.predictors = predictors;
        this.tolerance = tolerance;
    }

    /**
     * Compares the two on the package's sample and on random inputs of one and more rows.
     *
     * @throws InferenceException if the original cannot be loaded
     * @throws OrtException if the optimised file cannot
     */
    ModelOptimisation prove(ModelPackage source, Path optimised, OptimisedFile described)
            throws OrtException, IOException {
        LoadedGraph original = original(source);
        try (Model one = original.model(); Model two = runtime.mapped(ID, optimised, one.signature())) {
            Optional<Tensors> sample = sample(source, original);
            Parity parity = described.quantisation().isEmpty() ? Parity.exact(one, two, tolerance)
                    : Parity.approximate(one, two, tolerance);
            List<Tensors> taken = compared(parity, sample, new RandomInputs(one.signature(), sample));
            if (parity.fault().isPresent()) {
                return new ModelOptimisation.Kept("it would answer differently: " + parity.fault().get());
            }
            if (taken.isEmpty()) {
                return new ModelOptimisation.Kept("no input was found that the original takes,"
                        + " to compare the answers: add a sample, warmup.*");
            }
            Duration[] loads = loads(source, optimised);
            return new ModelOptimisation.Optimised(described, Files.size(optimised),
                    Files.size(source.graph()), parity.compared(), parity.largest(), parity.labels(),
                    parity.agreed(), loads[0], loads[1], run(one, taken.get(0)), run(two, taken.get(0)));
        }
    }

    private LoadedGraph original(ModelPackage source) {
        return runtime.load(ID, source, new LoadPhases.Recorder());
    }

    private Optional<Tensors> sample(ModelPackage source, LoadedGraph original) {
        List<String> labels = source.labels().isEmpty() ? original.labels() : source.labels();
        return source.warmup().map(payload -> predictors
                .create(original.model().signature(), labels, source.settings(), Limits.ofDefaults())
                .encode(payload));
    }

    /** Those inputs that the original took. */
    private static List<Tensors> compared(Parity parity, Optional<Tensors> sample, RandomInputs random) {
        List<Tensors> taken = new ArrayList<>();
        sample.filter(parity::compare).ifPresent(taken::add);
        for (int open : OPEN_SIZES) {
            int before = taken.size();
            for (int rows : ROWS) {
                for (int i = 0; i < TRIES; i++) {
                    Tensors inputs = random.rows(rows, open);
                    if (parity.compare(inputs)) {
                        taken.add(inputs);
                    }
                }
            }
            if (sample.isPresent() || open > 1 && taken.size() > before) {
                break;
            }
        }
        return taken;
    }

    /** The shortest of several turns each: of the original, and of the optimised file. */
    private Duration[] loads(ModelPackage source, Path optimised) throws OrtException {
        long first = Long.MAX_VALUE;
        long second = Long.MAX_VALUE;
        for (int i = 0; i < LOADS; i++) {
            long start = System.nanoTime();
            try (Model model = original(source).model()) {
                first = Math.min(first, System.nanoTime() - start);
                start = System.nanoTime();
                runtime.mapped(ID, optimised, model.signature()).close();
                second = Math.min(second, System.nanoTime() - start);
            }
        }
        return new Duration[]{Duration.ofNanos(first), Duration.ofNanos(second)};
    }

    private static Duration run(Model model, Tensors inputs) {
        long shortest = Long.MAX_VALUE;
        for (int i = 0; i < RUNS; i++) {
            long start = System.nanoTime();
            model.infer(inputs);
            shortest = Math.min(shortest, System.nanoTime() - start);
        }
        return Duration.ofNanos(shortest);
    }
}
