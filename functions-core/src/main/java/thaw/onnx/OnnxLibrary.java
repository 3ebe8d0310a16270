package thaw.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import thaw.InferenceException;

/** The native library: loaded at first use, silent, and without any way to send something home. */
final class OnnxLibrary {

    private static volatile OrtEnvironment environment;

    private OnnxLibrary() {}

    /**
     * The one environment of the process.
     *
     * @throws InferenceException unavailable, if the native library cannot be loaded
     */
    static OrtEnvironment environment() {
        OrtEnvironment known = environment;
        if (known == null) {
            known = load(NativeFolder.ofProcess());
            environment = known;
        }
        return known;
    }

    private static OrtEnvironment load(NativeFolder folder) {
        try {
            folder.announce();
            // The first call decides the level: anything below fatal goes coloured to standard error, past every log.
            OrtEnvironment loaded = OrtEnvironment
                    .getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "thaw");
            loaded.setTelemetry(false);
            return loaded;
        } catch (OrtException | LinkageError failure) {
            throw InferenceException.unavailable("ONNX Runtime",
                    "its native library could not be loaded: " + rootOf(failure) + "; expected it in one of "
                            + folder.places() + ", in the folder named by THAW_NATIVE, or in the jar of the"
                            + " binding, with a java.io.tmpdir that can be written",
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
