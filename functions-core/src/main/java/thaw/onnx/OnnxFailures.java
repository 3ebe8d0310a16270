package thaw.onnx;

import java.util.regex.Pattern;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtException.OrtErrorCode;
import thaw.InferenceException;
import thaw.ModelId;

/** Tells a failure of ONNX Runtime as one of ours, in one line. */
final class OnnxFailures {

    private static final int LONGEST = 400;
    private static final Pattern PREFIX = Pattern.compile("^Error code - \\w+ - message: ");
    private static final Pattern SOURCE = Pattern.compile("\\S*/onnxruntime/\\S+\\.(cc|h):\\d+ ");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private OnnxFailures() {}

    /** What went wrong in a run. */
    static InferenceException ofRun(ModelId id, OrtException failure) {
        String text = oneLine(failure);
        if (text.contains("Failed to allocate memory") || text.contains("bad allocation")
                || text.contains("std::bad_alloc")) {
            return InferenceException.unavailable("model '" + id + "'", "memory is exhausted: " + text,
                    failure);
        }
        if (failure.getCode() == OrtErrorCode.ORT_INVALID_ARGUMENT) {
            return InferenceException.malformed("model '" + id + "'", "refused the inputs: " + text, failure);
        }
        return InferenceException.internal("model '" + id + "'", "failed on these inputs: " + text, failure);
    }

    /** Whether the run was stopped by its deadline. */
    static boolean terminated(OrtException failure) {
        return failure.getMessage().contains("terminate flag");
    }

    /** Whether an output did not have the shape of the buffer prepared for it. */
    static boolean ofPreparedShape(OrtException failure) {
        return failure.getMessage().contains("computed output shape");
    }

    /** The message without ONNX Runtime's prefix, source positions and line breaks. */
    static String oneLine(OrtException failure) {
        String text = PREFIX.matcher(String.valueOf(failure.getMessage())).replaceFirst("");
        text = SPACE.matcher(SOURCE.matcher(text).replaceAll("")).replaceAll(" ").strip();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
