package thaw.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import thaw.InferenceException;

/** The native library: loaded at first use, silent, and without any way to send something home. */
final class OnnxLibrary {

    private OnnxLibrary() {}

    /**
     * The one environment of the process.
     *
     * @throws InferenceException unavailable, if the native library cannot be loaded
     */
    static OrtEnvironment environment() {
        try {
            // The first call decides the level: anything below fatal goes coloured to standard error, past every log.
            OrtEnvironment environment = OrtEnvironment
                    .getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "thaw");
            environment.setTelemetry(false);
            return environment;
        } catch (OrtException | LinkageError failure) {
            throw InferenceException.unavailable("ONNX Runtime",
                    "its native library could not be loaded: " + rootOf(failure) + "; expected a writable "
                            + "java.io.tmpdir, or the libraries in the folder named by onnxruntime.native.path",
                    failure);
        }
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
