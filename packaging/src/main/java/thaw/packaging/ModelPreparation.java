package thaw.packaging;

import java.nio.file.Path;

import thaw.model.ManifestWriter;
import thaw.onnx.OnnxModelRuntime;

/** What is done with a model before it is deployed: it is loaded once, and described in its manifest. */
final class ModelPreparation {

    private ModelPreparation() {}

    /**
     * Prepares the copy of a package.
     *
     * @throws thaw.InferenceException invalid model, if it cannot be loaded
     */
    static void prepare(Path version) {
        new ManifestWriter(OnnxModelRuntime.ofDefaults()).write(version);
    }
}
