package thaw.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import thaw.InferenceException;
import thaw.model.ManifestWriter;
import thaw.model.ModelPackage;
import thaw.model.OptimisedFile;
import thaw.model.PackagePredictorFactory;
import thaw.model.WeightsSum;

/**
 * Does before deployment what every start would do again: optimises a package's graph, as Thaw runs it, into a file that
 * ONNX Runtime maps and uses as it is, and proves that it answers as the original does. Nothing that depends on the
 * processor goes into it, and the same package gives the same bytes. Immutable.
 */
public final class ModelOptimiser {

    /** The optimised graph's file in a package. */
    public static final String FILE = "model.ort";

    /** The optimised graph's file in a package whose weights have fewer bits. */
    public static final String QUANTISED_FILE = "model.int8.ort";

    /** The largest difference that is let pass, in units of one plus the original's magnitude. */
    public static final double TOLERANCE = 1e-4;

    private static final ExecutionOptions.Optimisation LEVEL = ExecutionOptions.Optimisation.EXTENDED;
    private static final ExecutionOptions OPTIONS = ExecutionOptions.ofDefaults();

    private final PackagePredictorFactory predictors;
    private final OnnxModelRuntime runtime;
    private final ManifestWriter manifests;
    private final Optional<Quantisation> quantisation;
    private final OptimisationGoal goal;
    private final double tolerance;

    private ModelOptimiser(PackagePredictorFactory predictors, OnnxModelRuntime runtime,
            ManifestWriter manifests, Optional<Quantisation> quantisation, OptimisationGoal goal,
            double tolerance) {
        this.predictors = Objects.requireNonNull(predictors, "predictors");
        this.runtime = runtime;
        this.manifests = manifests;
        this.quantisation = quantisation;
        this.goal = goal;
        this.tolerance = tolerance;
    }

    /** Takes samples through the predictors made by that factory; proves to {@value #TOLERANCE}. */
    public static ModelOptimiser with(PackagePredictorFactory predictors) {
        OnnxModelRuntime runtime = OnnxModelRuntime.with(OPTIONS);
        return new ModelOptimiser(predictors, runtime, new ManifestWriter(runtime), Optional.empty(),
                OptimisationGoal.START, TOLERANCE);
    }

    /** The same with another tolerance. */
    public ModelOptimiser tolerating(double difference) {
        return new ModelOptimiser(predictors, runtime, manifests, quantisation, goal, difference);
    }

    /**
     * The same, but the file that starts has its weights in fewer bits. It is called {@value #QUANTISED_FILE}, and the
     * original is what a start falls back to. Not made, and nothing else in its place, where that cannot be or the answers
     * differ by more.
     *
     * @param difference that is let pass, in units of one plus the original's magnitude; and the share of labels that may
     *                   be others
     */
    public ModelOptimiser quantising(Quantisation kind, double difference) {
        return new ModelOptimiser(predictors, runtime, manifests, Optional.of(kind), goal, difference);
    }

    /** The same with another goal than the first answer. */
    public ModelOptimiser favouring(OptimisationGoal other) {
        return new ModelOptimiser(predictors, runtime, manifests, quantisation, other, tolerance);
    }

    /** The same, but the packages are checked by SHA-256 at every start: {@link ManifestWriter#checkingBySha256}. */
    public ModelOptimiser checkingBySha256() {
        return new ModelOptimiser(predictors, runtime, manifests.checkingBySha256(), quantisation,
                goal, tolerance);
    }

    /**
     * Writes {@value #FILE} into a package's folder, if it can be made and proven, and {@code manifest.json} in any case.
     *
     * @throws InferenceException invalid model, if the package cannot be loaded or its folder not be written; unsupported,
     *                            if it was to be quantised and cannot be, or would answer too differently
     */
    public ModelOptimisation optimise(Path folder) {
        try {
            ModelOptimisation result = made(folder);
            manifests.write(folder,
                    result instanceof ModelOptimisation.Optimised done ? List.of(done.file()) : List.of());
            return result;
        } catch (IOException failure) {
            throw InferenceException.invalidModel(folder.toString(), "cannot be optimised: " + failure,
                    failure);
        }
    }

    private ModelOptimisation made(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(FILE));
        Files.deleteIfExists(folder.resolve(QUANTISED_FILE));
        ModelPackage source = ModelPackage.openIgnoringManifest(folder);
        LoadableGraph graph = LoadableGraph.read(source);
        if (graph.hasExternalData()) {
            return kept(source, "its weights are in files of their own");
        }
        if (quantisation.isEmpty() && goal == OptimisationGoal.THROUGHPUT && hasConvolutions(source)) {
            return kept(source, "its convolutions run faster so, and throughput was asked for");
        }
        Path written = Files.createTempFile(folder, ".optimised", ".ort");
        Path sorted = Files.createTempFile(folder, ".sorted", ".ort");
        try {
            write(folder, graph, written);
            OrtFile.sort(written, sorted);
            ModelOptimisation result = new ProofOfParity(runtime, predictors, tolerance)
                    .prove(source, sorted,
                            described().checkedBy(WeightsSum.of(sorted, OrtFile.weights(sorted))));
            if (result instanceof ModelOptimisation.Kept kept) {
                return kept(source, kept.reason());
            }
            Files.move(sorted, folder.resolve(described().file()), StandardCopyOption.ATOMIC_MOVE);
            return result;
        } catch (OrtException refused) {
            return kept(source, "ONNX Runtime cannot write or read it in its own format: "
                    + OnnxFailures.oneLine(refused));
        } finally {
            Files.deleteIfExists(written);
            Files.deleteIfExists(sorted);
        }
    }

    // By the graph and not by a measurement, which would come out differently from time to time.
    private static boolean hasConvolutions(ModelPackage source) {
        return OnnxGraph.read(source.graph()).operators().containsKey(new Operator("", "Conv"));
    }

    // Whoever asked for other weights must not get the old ones without a word.
    private ModelOptimisation kept(ModelPackage source, String reason) {
        if (quantisation.isPresent()) {
            throw InferenceException.unsupported(source.graph().toString(),
                    "cannot be quantised: " + reason);
        }
        return new ModelOptimisation.Kept(reason);
    }

    private OptimisedFile described() {
        return new OptimisedFile(quantisation.isPresent() ? QUANTISED_FILE : FILE, OptimisedFile.ANY,
                List.of(), runtime.version(), quantisation.map(Quantisation::label).orElse(""),
                LEVEL.name(), tolerance, Optional.empty());
    }

    private void write(Path folder, LoadableGraph graph, Path target) throws OrtException, IOException {
        OrtEnvironment environment = OnnxLibrary.environment();
        if (quantisation.isEmpty()) {
            save(LEVEL, "ORT", target, settings -> graph.open(environment, settings));
            return;
        }
        Path plain = Files.createTempFile(folder, ".plain", ".onnx");
        Path quantised = Files.createTempFile(folder, ".quantised", ".onnx");
        try {
            // Constants are folded then, so that weights are found as weights.
            save(ExecutionOptions.Optimisation.BASIC, "ONNX", plain,
                    settings -> graph.open(environment, settings));
            new DynamicQuantisation(OnnxGraph.map(plain), folder.resolve(ModelPackage.GRAPH).toString())
                    .write(quantised);
            save(LEVEL, "ORT", target, settings -> environment.createSession(quantised.toString(), settings));
        } finally {
            Files.deleteIfExists(plain);
            Files.deleteIfExists(quantised);
        }
    }

    private interface Opening {
        OrtSession open(SessionOptions settings) throws OrtException;
    }

    private static void save(ExecutionOptions.Optimisation level, String format, Path target, Opening graph)
            throws OrtException {
        try (SessionOptions settings = SessionSettings.of(OPTIONS.withOptimisation(level))) {
            settings.addConfigEntry("session.save_model_format", format);
            settings.setOptimizedModelFilePath(target.toString());
            graph.open(settings).close();
        }
    }
}
