package thaw.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import thaw.InferenceException;
import thaw.model.ManifestWriter;
import thaw.model.ModelPackage;
import thaw.model.OptimisedFile;
import thaw.model.PackagePredictorFactory;

/**
 * Does before deployment what every start would do again: optimises a package's graph, as Thaw runs it, into a file that
 * ONNX Runtime maps and uses as it is, and proves that it answers as the original does. Nothing that depends on the
 * processor goes into it, and the same package gives the same bytes. Immutable.
 */
public final class ModelOptimiser {

    /** The optimised graph's file in a package. */
    public static final String FILE = "model.ort";

    /** The largest difference that is let pass, in units of one plus the original's magnitude. */
    public static final double TOLERANCE = 1e-4;

    private static final ExecutionOptions.Optimisation LEVEL = ExecutionOptions.Optimisation.EXTENDED;
    private static final ExecutionOptions OPTIONS = ExecutionOptions.ofDefaults();

    private final PackagePredictorFactory predictors;
    private final OnnxModelRuntime runtime;
    private final ManifestWriter manifests;
    private final double tolerance;

    private ModelOptimiser(PackagePredictorFactory predictors, OnnxModelRuntime runtime,
            ManifestWriter manifests, double tolerance) {
        this.predictors = Objects.requireNonNull(predictors, "predictors");
        this.runtime = runtime;
        this.manifests = manifests;
        this.tolerance = tolerance;
    }

    /** Takes samples through the predictors made by that factory; proves to {@value #TOLERANCE}. */
    public static ModelOptimiser with(PackagePredictorFactory predictors) {
        OnnxModelRuntime runtime = OnnxModelRuntime.with(OPTIONS);
        return new ModelOptimiser(predictors, runtime, new ManifestWriter(runtime), TOLERANCE);
    }

    /** The same with another tolerance. */
    public ModelOptimiser tolerating(double difference) {
        return new ModelOptimiser(predictors, runtime, manifests, difference);
    }

    /** The same, but the packages are checked by SHA-256 at every start: {@link ManifestWriter#checkingBySha256}. */
    public ModelOptimiser checkingBySha256() {
        return new ModelOptimiser(predictors, runtime, manifests.checkingBySha256(), tolerance);
    }

    /**
     * Writes {@value #FILE} into a package's folder, if it can be made and proven, and {@code manifest.json} in any case.
     *
     * @throws InferenceException invalid model, if the package cannot be loaded or its folder not be written
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
        ModelPackage source = ModelPackage.openIgnoringManifest(folder);
        LoadableGraph graph = LoadableGraph.read(source);
        if (graph.hasExternalData()) {
            return new ModelOptimisation.Kept("its weights are in files of their own");
        }
        Path written = Files.createTempFile(folder, ".optimised", ".ort");
        Path sorted = Files.createTempFile(folder, ".sorted", ".ort");
        try {
            write(graph, written);
            OrtFile.sort(written, sorted);
            ModelOptimisation result = new ProofOfParity(runtime, predictors, tolerance)
                    .prove(source, sorted, described());
            if (result instanceof ModelOptimisation.Optimised) {
                Files.move(sorted, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
            }
            return result;
        } catch (OrtException refused) {
            return new ModelOptimisation.Kept(
                    "ONNX Runtime cannot write or read it in its own format: "
                            + OnnxFailures.oneLine(refused));
        } finally {
            Files.deleteIfExists(written);
            Files.deleteIfExists(sorted);
        }
    }

    private OptimisedFile described() {
        return new OptimisedFile(FILE, OptimisedFile.ANY, List.of(), runtime.version(), LEVEL.name(),
                tolerance);
    }

    private static void write(LoadableGraph graph, Path target) throws OrtException {
        try (SessionOptions settings = SessionSettings.of(OPTIONS.withOptimisation(LEVEL))) {
            settings.addConfigEntry("session.save_model_format", "ORT");
            settings.setOptimizedModelFilePath(target.toString());
            graph.open(OnnxLibrary.environment(), settings).close();
        }
    }
}
