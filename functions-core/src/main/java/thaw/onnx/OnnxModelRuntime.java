package thaw.onnx;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import thaw.InferenceException;
import thaw.Model;
import thaw.ModelId;
import thaw.ModelSignature;
import thaw.TensorSpec;
import thaw.model.LoadedGraph;
import thaw.model.Manifest;
import thaw.model.ModelPackage;
import thaw.model.ModelRuntime;
import thaw.model.OptimisedFile;
import thaw.model.SideBySide;
import thaw.telemetry.LoadPhases;

/**
 * Runs models by ONNX Runtime on the processor. Nothing is loaded before the first model is; nothing is written to
 * standard error, and nothing is ever sent anywhere. Thread-safe.
 */
public final class OnnxModelRuntime implements ModelRuntime {

    private static final AtomicBoolean BEGUN = new AtomicBoolean();

    private final ExecutionOptions options;
    private final RunWatch watch = new RunWatch();
    private StringTensors strings;

    private OnnxModelRuntime(ExecutionOptions options) {
        this.options = Objects.requireNonNull(options, "options");
    }

    /** With {@link ExecutionOptions#ofDefaults()}. */
    public static OnnxModelRuntime ofDefaults() {
        return with(ExecutionOptions.ofDefaults());
    }

    /** With these options for every model. */
    public static OnnxModelRuntime with(ExecutionOptions options) {
        return new OnnxModelRuntime(options);
    }

    /**
     * Begins to load the native library on a second processor, if there is one: the first thing that a start should do.
     * Whoever needs it waits, and hears if it cannot be loaded. Once begun it is not begun again.
     */
    public static void beginLibrary() {
        if (BEGUN.compareAndSet(false, true)) {
            tryEarly();
            SideBySide.start("thaw-native-library", OnnxModelRuntime::tryLibrary);
        }
    }

    /** Frees what began with the process and was not needed after all; for the end of a start. */
    public static void endStart() {
        EarlySession.forget();
    }

    /** Without a word if it fails: what is wrong with the folder, the load says. */
    private static void tryEarly() {
        try {
            EarlySession.beginInExecutable(NativeFolder.ofProcess());
        } catch (InferenceException | LinkageError toldByTheLoad) {
            return;
        }
    }

    /** Without a word if it fails: then the model's load fails by it, and says so. */
    private static boolean tryLibrary() {
        try {
            OnnxLibrary.environment();
            return true;
        } catch (InferenceException toldByTheLoad) {
            return false;
        }
    }

    @Override
    public String version() {
        return "onnxruntime " + OnnxLibrary.environment().getVersion();
    }

    @Override
    public LoadedGraph load(ModelId id, ModelPackage source, LoadPhases.Recorder phases) {
        if (source.manifest().isEmpty() || source.manifest().get().optimised().isEmpty()) {
            return original(id, source, phases, Optional.empty());
        }
        Manifest manifest = source.manifest().get();
        List<String> reasons = new ArrayList<>();
        for (OptimisedFile form : manifest.optimised()) {
            try {
                return optimised(id, OptimisedGraph.begin(source, form, options), manifest, form, phases);
            } catch (InferenceException unusable) {
                reasons.add(unusable.getMessage());
            }
        }
        source.verified(ModelPackage.GRAPH);
        return original(id, source, phases, Optional.of(String.join("; ", reasons)));
    }

    private LoadedGraph optimised(ModelId id, OptimisedGraph graph, Manifest manifest,
            OptimisedFile form, LoadPhases.Recorder phases) {
        graph.requireRuntime(version());
        phases.mark("native_library");
        try {
            OrtEnvironment environment = OnnxLibrary.environment();
            OrtSession session = graph.open(manifest.signature(), environment, options, phases);
            Model model = model(id, environment, session, manifest.signature());
            require(graph, model);
            phases.mark("weights");
            return new LoadedGraph(model, manifest.labels(), form.quantisation(), Optional.empty());
        } catch (OrtException failure) {
            throw graph.refused(failure);
        }
    }

    private static void require(OptimisedGraph graph, Model model) {
        try {
            graph.requireWeights();
        } catch (RuntimeException | Error changed) {
            model.close();
            throw changed;
        }
    }

    private LoadedGraph original(ModelId id, ModelPackage source, LoadPhases.Recorder phases,
            Optional<String> detour) {
        LoadableGraph graph = LoadableGraph.read(source);
        phases.mark("verify");
        OrtEnvironment environment = OnnxLibrary.environment();
        phases.mark("native_library");
        try {
            OrtSession session = open(environment, graph);
            OnnxModel model = model(id, environment, session,
                    new ModelSignature(graph.inputs(), graph.outputs(session.getOutputInfo())));
            phases.mark("session");
            return new LoadedGraph(model, graph.labels(), "", detour);
        } catch (OrtException failure) {
            throw graph.refused(failure);
        }
    }

    /** A file in ONNX Runtime's own format, of a graph with that signature. */
    Model mapped(ModelId id, Path file, ModelSignature signature) throws OrtException {
        OrtEnvironment environment = OnnxLibrary.environment();
        return model(id, environment, OptimisedGraph.open(file, signature, environment, options), signature);
    }

    private OnnxModel model(ModelId id, OrtEnvironment environment, OrtSession session,
            ModelSignature signature) throws OrtException {
        StringTensors texts = strings(environment);
        List<InputSlot> inputs = new ArrayList<>();
        for (TensorSpec spec : signature.inputs()) {
            inputs.add(new InputSlot(spec, SignedInputs.fedName(spec), environment, texts));
        }
        List<OutputSlot> outputs = new ArrayList<>();
        for (TensorSpec spec : signature.outputs()) {
            outputs.add(new OutputSlot(spec, signature.inputs(), texts));
        }
        return new OnnxModel(id, environment, session, inputs, outputs, watch);
    }

    private synchronized StringTensors strings(OrtEnvironment environment) throws OrtException {
        if (strings == null) {
            strings = new StringTensors(environment);
        }
        return strings;
    }

    private OrtSession open(OrtEnvironment environment, LoadableGraph graph) throws OrtException {
        try (SessionOptions settings = SessionSettings.of(options)) {
            return graph.open(environment, settings);
        }
    }
}
