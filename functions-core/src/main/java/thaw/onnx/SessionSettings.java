package thaw.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;

/** Turns {@link ExecutionOptions} into those of ONNX Runtime, for one session each. */
final class SessionSettings {

    private SessionSettings() {}

    /** For a graph that ONNX Runtime still has to optimise. The caller closes them. */
    static SessionOptions of(ExecutionOptions options) throws OrtException {
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

    /** For a file in ONNX Runtime's own format, which is mapped and used as it is. The caller closes them. */
    static SessionOptions ofMapped(ExecutionOptions options) throws OrtException {
        SessionOptions session = of(options.withOptimisation(ExecutionOptions.Optimisation.NONE));
        session.addConfigEntry("session.load_model_format", "ORT");
        // Only both together leave the weights where they are: one alone is slower than the original.
        session.addConfigEntry("session.use_memory_mapped_ort_model", "1");
        session.addConfigEntry("session.use_ort_model_bytes_for_initializers", "1");
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
