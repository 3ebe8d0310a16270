package thaw.model;

import java.nio.file.Path;

/** A folder with {@code model.onnx} and what belongs to it. Immutable. */
public final class ModelPackage {

    private final Path folder;

    private ModelPackage(Path folder) {
        this.folder = folder;
    }

    /** Opens a folder. */
    public static ModelPackage open(Path folder) {
        return new ModelPackage(folder);
    }

    /** The graph's file. */
    public Path graph() {
        return folder.resolve("model.onnx");
    }
}
