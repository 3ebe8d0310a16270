package thaw.model;

import thaw.ModelId;
import thaw.telemetry.LoadPhases;

/** Brings a package's graph into memory; ONNX Runtime is the one that ships. Thread-safe. */
public interface ModelRuntime {

    /** Name and version, as a manifest records them: {@code onnxruntime 1.28.0}. */
    String version();

    /**
     * Loads the graph of a package.
     *
     * @param id     the name and version that results carry
     * @param source a verified package
     * @param phases hears how long each step took
     * @throws thaw.InferenceException invalid model, saying what is wrong with the package and what would be right
     */
    LoadedGraph load(ModelId id, ModelPackage source, LoadPhases.Recorder phases);
}
