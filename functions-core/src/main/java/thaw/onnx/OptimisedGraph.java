package thaw.onnx;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import thaw.InferenceException;
import thaw.ModelSignature;
import thaw.TensorSpec;
import thaw.model.ModelPackage;
import thaw.model.OptimisedFile;
import thaw.model.SideBySide;
import thaw.telemetry.LoadPhases;

/**
 * An optimised form of a package's graph, which is mapped as it is without a look at the original. It is compared with
 * the manifest before ONNX Runtime sees it, which would follow a wrong offset anywhere; of large weights, which lead
 * nowhere, beside its load, and before the first run.
 */
final class OptimisedGraph {

    private final ModelPackage source;
    private final OptimisedFile form;
    private final boolean early;
    private SideBySide<Path> file;
    private SideBySide<Boolean> weights;

    private OptimisedGraph(ModelPackage source, OptimisedFile form, boolean early) {
        this.source = source;
        this.form = form;
        this.early = early;
    }

    /**
     * Begins to check it.
     *
     * @throws InferenceException unsupported, if this machine must not use it
     */
    static OptimisedGraph begin(ModelPackage source, OptimisedFile form, ExecutionOptions options) {
        Optional<String> refusal = NativePlatform.refusal(form);
        if (refusal.isPresent()) {
            throw InferenceException.unsupported(form.file(), refusal.get());
        }
        boolean early = EarlySession.isBegun(source.file(form.file()), form,
                source.manifest().orElseThrow().files().get(form.file()), options);
        OptimisedGraph graph = new OptimisedGraph(source, form, early);
        if (!early) {
            graph.beginFile();
        }
        return graph;
    }

    private void beginFile() {
        file = SideBySide.start("thaw-model-check", () -> source.verifiedGraph(form));
    }

    private void beginWeights() {
        weights = SideBySide.start("thaw-weights-check", () -> {
            source.verifyWeights(form);
            return true;
        });
    }

    /** Checks that it was written by the runtime that is about to read it. */
    void requireRuntime(String version) {
        if (!form.runtime().equals(version)) {
            throw InferenceException.unsupported(form.file(),
                    "it was made by " + form.runtime() + ", this is " + version);
        }
    }

    /**
     * A session of it: the one that began with the process, or a new one.
     *
     * @throws InferenceException invalid model, if the file was changed in what the load follows, or has not that
     *                            signature
     */
    OrtSession open(ModelSignature signature, OrtEnvironment environment, ExecutionOptions options,
            LoadPhases.Recorder phases) throws OrtException {
        Optional<OrtSession> begun = early ? EarlySession.take(environment) : Optional.empty();
        if (begun.isPresent()) {
            phases.mark("early_session");
            return signed(begun.get(), Path.of(form.file()), signature);
        }
        if (file == null) {
            beginFile();
        }
        Path unchanged = file.join();
        phases.mark("verify");
        beginWeights();
        OrtSession session = open(unchanged, signature, environment, options);
        phases.mark("session");
        return session;
    }

    /** Waits for the check of the weights, and throws what it found. */
    void requireWeights() {
        if (weights != null) {
            weights.join();
        } else if (!EarlySession.hasItsWeights()) {
            source.verifyWeights(form);
        }
    }

    /**
     * Maps a file.
     *
     * @throws InferenceException invalid model, if it has not that signature
     */
    static OrtSession open(Path file, ModelSignature signature, OrtEnvironment environment,
            ExecutionOptions options) throws OrtException {
        try (SessionOptions settings = SessionSettings.ofMapped(options)) {
            return signed(environment.createSession(file.toString(), settings), file, signature);
        }
    }

    private static OrtSession signed(OrtSession session, Path file, ModelSignature signature)
            throws OrtException {
        try {
            requireSignature(file, signature, session);
            return session;
        } catch (RuntimeException | OrtException unusable) {
            session.close();
            throw unusable;
        }
    }

    /** What the manifest says is believed without the original: at least names and datatypes must be true. */
    private static void requireSignature(Path file, ModelSignature signature, OrtSession session)
            throws OrtException {
        if (!isSame(signature.inputs(), SignedInputs::fedName, session.getInputInfo())
                || !isSame(signature.outputs(), TensorSpec::name, session.getOutputInfo())) {
            throw InferenceException.invalidModel(file.toString(),
                    "has other inputs or outputs than " + signature + ", which the manifest promises");
        }
    }

    private static boolean isSame(List<TensorSpec> specs, Naming naming, Map<String, NodeInfo> actual) {
        boolean same = specs.size() == actual.size();
        for (TensorSpec spec : specs) {
            NodeInfo node = actual.get(naming.name(spec));
            same &= node != null && node.getInfo() instanceof TensorInfo tensor
                    && tensor.type == ElementTypes.fed(spec.datatype());
        }
        return same;
    }

    private interface Naming {
        String name(TensorSpec spec);
    }

    /** ONNX Runtime would not load it. */
    InferenceException refused(OrtException failure) {
        return InferenceException.invalidModel(form.file(),
                "ONNX Runtime cannot load it: " + OnnxFailures.oneLine(failure), failure);
    }
}
