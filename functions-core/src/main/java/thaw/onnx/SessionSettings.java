package thaw.onnx;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;

/** Turns {@link ExecutionOptions} into those of ONNX Runtime, for one session each. */
final class SessionSettings {

    // Only the last two together leave the weights where they are: one alone is slower than the original.
    private static final Map<String, String> MAPPED = Map.of("session.load_model_format", "ORT",
            "session.use_memory_mapped_ort_model", "1", "session.use_ort_model_bytes_for_initializers", "1");

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
        add(session, entries(options.spinning()));
        session.setOptimizationLevel(level(options.optimisation()));
        return session;
    }

    private static void add(SessionOptions session, Map<String, String> entries) throws OrtException {
        for (Map.Entry<String, String> entry : entries.entrySet()) {
            session.addConfigEntry(entry.getKey(), entry.getValue());
        }
    }

    private static Map<String, String> entries(boolean spinning) {
        String value = spinning ? "1" : "0";
        return Map.of("session.intra_op.allow_spinning", value, "session.inter_op.allow_spinning", value);
    }

    /** For a file in ONNX Runtime's own format, which is mapped and used as it is. The caller closes them. */
    static SessionOptions ofMapped(ExecutionOptions options) throws OrtException {
        SessionOptions session = of(options.withOptimisation(ExecutionOptions.Optimisation.NONE));
        add(session, MAPPED);
        return session;
    }

    /** All entries of a session of a mapped file, by name. */
    static SortedMap<String, String> mappedEntries(boolean spinning) {
        SortedMap<String, String> all = new TreeMap<>(MAPPED);
        all.putAll(entries(spinning));
        return all;
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
