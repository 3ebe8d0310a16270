package thaw.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;

import thaw.InferenceException;
import thaw.ModelId;
import thaw.ModelReference;

/**
 * The models below a path and their versions. The path is one of
 * <ul>
 * <li>a graph's file, {@code digits.onnx}: the model {@code digits}, version 1;
 * <li>a model package, {@code digits/model.onnx}: the model {@code digits}, version 1; {@code digits/3/model.onnx}: the
 * model {@code digits}, version 3;
 * <li>a model's folder, {@code digits/<version>/model.onnx}, with its {@code aliases.json};
 * <li>a repository, {@code <model>/<version>/model.onnx}.
 * </ul>
 * A version is written once: one that changes must get a new name. No file is read through a symbolic link that leads
 * out of the path. Thread-safe.
 */
public final class ModelRepository {

    private final Path path;
    private final LateFiles late;
    private volatile SortedMap<String, ModelVersions> models;

    private ModelRepository(Path path, LateFiles late) {
        this.path = path;
        this.late = Objects.requireNonNull(late, "late");
        this.models = new RepositoryScan(path).models();
    }

    /**
     * What the path holds.
     *
     * @throws InferenceException invalid model, if that is no model, or an {@code aliases.json} is broken
     */
    public static ModelRepository open(Path path) {
        return open(path, LateFiles.NONE);
    }

    /**
     * What the path holds, some of it only when it is needed.
     *
     * @throws InferenceException invalid model, if that is no model, or an {@code aliases.json} is broken
     */
    public static ModelRepository open(Path path, LateFiles late) {
        return new ModelRepository(Objects.requireNonNull(path, "path"), late);
    }

    /** The names of the models, sorted. */
    public List<String> names() {
        return List.copyOf(models.keySet());
    }

    /**
     * The versions of a model, lowest first: numbers by value, then other names by letter.
     *
     * @throws InferenceException not found, naming the models that there are
     */
    public List<String> versions(String name) {
        return model(name).versions();
    }

    /**
     * The versions that a request for that model can get: one, or several while a canary is tried.
     *
     * @throws InferenceException not found, naming what there is
     */
    public List<String> choices(ModelReference reference) {
        return model(reference.name()).choice(reference.version()).versions();
    }

    /**
     * The package of a version.
     *
     * @throws InferenceException not found, naming what there is; invalid model, if a file is missing or broken
     */
    public ModelPackage locate(ModelId id) {
        Path found = model(id.name()).paths().get(id.version());
        if (found == null) {
            throw InferenceException.notFound("model '" + id.name() + "' version '" + id.version() + "'",
                    "expected one of " + versions(id.name()));
        }
        return Files.isRegularFile(found) ? ModelPackage.open(found)
                : ModelPackage.open(found, boundary(found), late);
    }

    private Path boundary(Path found) {
        return Files.isDirectory(path) ? path : found;
    }

    ModelVersions model(String name) {
        ModelVersions model = models.get(name);
        if (model == null) {
            throw InferenceException.notFound("model '" + name + "'", "expected one of " + models.keySet());
        }
        return model;
    }

    /**
     * Looks again.
     *
     * @return whether versions or aliases changed
     * @throws InferenceException invalid model, as {@link #open}; then nothing changes
     */
    boolean refresh() {
        SortedMap<String, ModelVersions> found = new RepositoryScan(path).models();
        if (found.equals(models)) {
            return false;
        }
        models = found;
        return true;
    }
}
