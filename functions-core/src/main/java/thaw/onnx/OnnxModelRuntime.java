package thaw.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import thaw.ModelId;
import thaw.TensorSpec;
import thaw.model.LoadedGraph;
import thaw.model.ModelPackage;
import thaw.model.ModelRuntime;
import thaw.telemetry.LoadPhases;

/**
 * Runs models by ONNX Runtime on the processor. Nothing is loaded before the first model is; nothing is written to
 * standard error, and nothing is ever sent anywhere. Thread-safe.
 */
public final class OnnxModelRuntime implements ModelRuntime {

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

    @Override
    public String version() {
        return "onnxruntime " + OnnxLibrary.environment().getVersion();
    }

    @Override
    public LoadedGraph load(ModelId id, ModelPackage source, LoadPhases.Recorder phases) {
        LoadableGraph graph = LoadableGraph.read(source);
        phases.mark("verify");
        OrtEnvironment environment = OnnxLibrary.environment();
        phases.mark("native_library");
        try {
            OrtSession session = open(environment, graph);
            OnnxModel model = model(id, environment, session, graph);
            phases.mark("session");
            return new LoadedGraph(model, graph.labels());
        } catch (OrtException failure) {
            throw graph.refused(failure);
        }
    }

    private OnnxModel model(ModelId id, OrtEnvironment environment, OrtSession session, LoadableGraph graph)
            throws OrtException {
        StringTensors texts = strings(environment);
        List<TensorSpec> specs = graph.inputs();
        List<InputSlot> inputs = new ArrayList<>();
        for (TensorSpec spec : specs) {
            inputs.add(new InputSlot(spec, graph.fedName(spec.name()), environment, texts));
        }
        List<OutputSlot> outputs = new ArrayList<>();
        for (TensorSpec spec : graph.outputs(session.getOutputInfo())) {
            outputs.add(new OutputSlot(spec, specs, texts));
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
        try (SessionOptions session = sessionOptions()) {
            return graph.open(environment, session);
        }
    }

    private SessionOptions sessionOptions() throws OrtException {
        SessionOptions session = new SessionOptions();
        session.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        session.setIntraOpNumThreads(options.intraOpThreads());
        session.setInterOpNumThreads(options.interOpThreads());
        if (options.interOpThreads() > 1) {
            session.setExecutionMode(SessionOptions.ExecutionMode.PARALLEL);
        }
        String spinning = options.spinning() ? "1" : "0";
        session.addConfigEntry("session.intra_op.allow_spinning", spinning);
        session.addConfigEntry("session.inter_op.allow_spinning", spinning);
        session.setOptimizationLevel(level(options.optimisation()));
        return session;
    }

    private static OptLevel level(ExecutionOptions.Optimisation optimisation) {
        return switch (optimisation) {
            case NONE -> OptLevel.NO_OPT;
            case BASIC -> OptLevel.BASIC_OPT;
            case EXTENDED -> OptLevel.EXTENDED_OPT;
            case ALL -> OptLevel.ALL_OPT;
        };
    }
}
