package thaw.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import thaw.InferenceException;
import thaw.Payload;
import thaw.json.JsonObject;

/**
 * A folder with {@code model.onnx} and what belongs to it: {@code model.json}, {@code labels.txt}, {@code warmup.*},
 * {@code manifest.json} and the files of external weights. A file that leads out by a symbolic link is refused.
 * Immutable; opening it reads everything but the graph, so that a broken file is found at load.
 */
public final class ModelPackage {

    /** The graph's file in a package. */
    public static final String GRAPH = "model.onnx";

    private static final String SETTINGS = "model.json";

    private final Path folder;
    private final Path boundary;
    private final Path graph;
    private final Optional<Map<?, ?>> settings;
    private final List<String> labels;
    private final Optional<Payload> warmup;
    private final Optional<Manifest> manifest;
    private final LateFiles late;

    /** Which files belong to a package. */
    private enum Extent {
        GRAPH_ALONE, WITHOUT_MANIFEST, WHOLE
    }

    private ModelPackage(Path folder, Path boundary, String graphName, Extent extent, LateFiles late) {
        boolean whole = extent != Extent.GRAPH_ALONE;
        this.folder = folder;
        this.late = late;
        this.boundary = realPath(boundary);
        this.manifest = readManifest(extent);
        this.graph = file(graphName);
        this.settings = part(whole, SETTINGS).map(ModelPackage::readSettings);
        this.labels = part(whole, Labels.FILE).map(Labels::read).orElse(List.of());
        this.warmup = whole ? Warmup.name(folder).map(this::file).map(Warmup::read) : Optional.empty();
    }

    /**
     * Opens a folder; or the file of a graph, which is then the whole package, with whatever external weights it names.
     *
     * @throws InferenceException invalid model, naming the file that is missing or broken
     */
    public static ModelPackage open(Path path) {
        if (!Files.isRegularFile(path)) {
            return open(path, path, LateFiles.NONE);
        }
        Path folder = path.toAbsolutePath().getParent();
        String name = path.getFileName().toString();
        return new ModelPackage(folder, folder, name, name.equals(GRAPH) ? Extent.WHOLE : Extent.GRAPH_ALONE,
                LateFiles.NONE);
    }

    /** Opens a folder whose files may be links, but not out of that boundary. */
    static ModelPackage open(Path folder, Path boundary, LateFiles late) {
        return new ModelPackage(folder, boundary, GRAPH, Extent.WHOLE, late);
    }

    /** Opens a folder whose manifest is about to be written anew. */
    public static ModelPackage openIgnoringManifest(Path folder) {
        return new ModelPackage(folder, folder, GRAPH, Extent.WITHOUT_MANIFEST, LateFiles.NONE);
    }

    private Optional<Path> part(boolean whole, String name) {
        return whole && Files.exists(folder.resolve(name))
                ? Optional.of(file(name))
                : Optional.empty();
    }

    private Optional<Manifest> readManifest(Extent extent) {
        return extent == Extent.WHOLE && Files.exists(folder.resolve(Manifest.FILE))
                ? Optional.of(ManifestJson.read(PackageFiles.inside(folder, boundary, Manifest.FILE)))
                : Optional.empty();
    }

    private static Map<?, ?> readSettings(Path file) {
        if (PackageFiles.json(file) instanceof Map<?, ?> object) {
            return object;
        }
        throw InferenceException.invalidModel(file.toString(), "expected an object, got another JSON value");
    }

    private static Path realPath(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException missing) {
            throw InferenceException.invalidModel(path.toString(), "does not exist", missing);
        }
    }

    /** The folder. */
    public Path folder() {
        return folder;
    }

    /** The graph's file. */
    public Path graph() {
        return graph;
    }

    /** What {@code model.json} says; fresh for every caller, since reading it keeps book of the keys asked for. */
    public Optional<JsonObject> settings() {
        return settings.map(tree -> JsonObject.of(tree, folder.resolve(SETTINGS).toString()));
    }

    /** The lines of {@code labels.txt}; empty if there is none. */
    public List<String> labels() {
        return labels;
    }

    /** A real input. */
    public Optional<Payload> warmup() {
        return warmup;
    }

    /** What {@code manifest.json} promises. */
    public Optional<Manifest> manifest() {
        return manifest;
    }

    /**
     * A file of the package.
     *
     * @param name its path relative to the folder
     * @throws InferenceException invalid model, if it is missing, leads out of the package, or is not in the manifest
     */
    public Path file(String name) {
        if (manifest.isPresent() && !manifest.get().files().containsKey(name)) {
            throw InferenceException.invalidModel(folder.resolve(name).toString(),
                    "expected only files that " + Manifest.FILE + " lists, got one that it does not");
        }
        return PackageFiles.inside(folder, boundary, name);
    }

    /**
     * Compares every file with the manifest, if there is one; but of a graph with optimised forms only what is no form of
     * it: whoever loads one takes it by {@link #verified}.
     *
     * @throws InferenceException invalid model, naming the first file that is missing, changed or not listed
     */
    public void verify() {
        manifest.ifPresent(promise -> promise.verify(this));
    }

    /**
     * An optimised form of the graph, compared with the manifest in all that leads a runtime through it: everything but
     * large weights, which are left to {@link #verifyWeights}; or all of it, where they are not told apart.
     *
     * @throws InferenceException invalid model, if it is missing, changed, not listed, or leads out of the package
     */
    public Path verifiedGraph(OptimisedFile form) {
        Optional<WeightsSum> weights = form.weights();
        if (weights.isEmpty()) {
            return verified(form.file());
        }
        Path file = file(form.file());
        late.bring(file);
        return file.toFile().length() == promised(form).bytes() && weights.get().restIsSame(file) ? file
                : verified(form.file());
    }

    /**
     * Compares what {@link #verifiedGraph} has left out.
     *
     * @throws InferenceException invalid model, if it was changed
     */
    public void verifyWeights(OptimisedFile form) {
        Optional<WeightsSum> weights = form.weights();
        if (weights.isPresent() && !weights.get().weightsAreSame(file(form.file()))) {
            verified(form.file());
        }
    }

    private Checksum promised(OptimisedFile form) {
        return manifest.orElseThrow().files().get(form.file());
    }

    /**
     * A file of the package, compared with the manifest, if there is one.
     *
     * @param name its path relative to the folder
     * @throws InferenceException invalid model, if it is missing, changed, not listed, or leads out of the package
     */
    public Path verified(String name) {
        Path file = file(name);
        late.bring(file);
        manifest.ifPresent(promise -> promise.files().get(name).requireSame(file));
        return file;
    }
}
