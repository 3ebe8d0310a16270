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

/**
 * An optimised form of a package's graph, which is mapped as it is without a look at the original. It is compared with
 * the manifest before ONNX Runtime sees it, which would follow a wrong offset anywhere; of large weights, which lead
 * nowhere, beside its load, and before the first run.
 */
final class OptimisedGraph {

    private final ModelPackage source;
    private final OptimisedFile form;
    private final SideBySide<Path> file;

    private OptimisedGraph(ModelPackage source, OptimisedFile form, SideBySide<Path> file) {
        this.source = source;
        this.form = form;
        this.file = file;
    }

    /**
     * Begins to check it.
     *
     * @throws InferenceException unsupported, if this machine must not use it
     */
    static OptimisedGraph begin(ModelPackage source, OptimisedFile form) {
        Optional<String> refusal = NativePlatform.refusal(form);
        if (refusal.isPresent()) {
            throw InferenceException.unsupported(form.file(), refusal.get());
        }
        return new OptimisedGraph(source, form,
                SideBySide.start("thaw-model-check", () -> source.verifiedGraph(form)));
    }

    /** Checks that it was written by the runtime that is about to read it. */
    void requireRuntime(String version) {
        if (!form.runtime().equals(version)) {
            throw InferenceException.unsupported(form.file(),
                    "it was made by " + form.runtime() + ", this is " + version);
        }
    }

    /** Waits for the check of what the load follows, and throws what it found. */
    Path unchanged() {
        return file.join();
    }

    /** Begins to check the weights: not earlier than the load, which until then waits for more urgent things. */
    SideBySide<Boolean> checkWeights() {
        return SideBySide.start("thaw-weights-check", () -> {
            source.verifyWeights(form);
            return true;
        });
    }

    /**
     * Maps a file.
     *
     * @throws InferenceException invalid model, if it has not that signature
     */
    static OrtSession open(Path file, ModelSignature signature, OrtEnvironment environment,
            ExecutionOptions options) throws OrtException {
        try (SessionOptions settings = SessionSettings.ofMapped(options)) {
            OrtSession session = environment.createSession(file.toString(), settings);
            try {
                requireSignature(file, signature, session);
                return session;
            } catch (RuntimeException | OrtException unusable) {
                session.close();
                throw unusable;
            }
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
