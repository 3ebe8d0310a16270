package thaw.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import thaw.InferenceException;
import thaw.ModelId;
import thaw.ModelReference;
import thaw.Payload;
import thaw.json.Json;
import thaw.json.JsonObject;
import thaw.model.Manifest;
import thaw.model.ModelPackage;
import thaw.model.ModelRepository;
import thaw.onnx.ExternalData;
import thaw.onnx.OnnxGraph;
import thaw.packaging.files.Folder;

/** The models of a request's paths, and the copy of one that is deployed: those versions that requests can get. */
final class ModelFiles {

    private static final String ALIASES = "aliases.json";

    private final Map<String, ModelRepository> repositories = new LinkedHashMap<>();
    private final Map<String, Path> paths = new LinkedHashMap<>();

    /**
     * Looks at every path that is no jar; without one, at the folder {@code models} beside the first jar.
     *
     * @throws InferenceException invalid model, if a path holds none, or two hold one of the same name
     */
    ModelFiles(List<Path> given) {
        List<Path> models = new ArrayList<>(
                given.stream().filter(path -> !PackagedFunction.isJar(path)).toList());
        if (models.isEmpty()) {
            models.add(besideJar(given));
        }
        for (Path path : models) {
            ModelRepository repository = ModelRepository.open(path);
            for (String name : repository.names()) {
                if (repositories.putIfAbsent(name, repository) != null) {
                    throw InferenceException.invalidModel(path.toString(),
                            "expected models of other names, got '"
                                    + name + "' a second time");
                }
                paths.put(name, path);
            }
        }
    }

    private static Path besideJar(List<Path> given) {
        if (given.isEmpty()) {
            throw InferenceException.malformed("package", "expected a model's folder or a function's jar");
        }
        Path models = given.get(0).toAbsolutePath().resolveSibling("models");
        if (!Files.isDirectory(models)) {
            throw InferenceException.notFound(models.toString(),
                    "does not exist; name the folder of the model beside the jar " + given.get(0));
        }
        return models;
    }

    /** The one model, if it is the only one. */
    Optional<ModelReference> only() {
        return repositories.size() == 1 ? repositories.keySet().stream().findFirst().map(ModelReference::to)
                : Optional.empty();
    }

    private ModelRepository repository(String name) {
        ModelRepository repository = repositories.get(name);
        if (repository == null) {
            throw InferenceException.notFound("model '" + name + "'",
                    "expected one of " + repositories.keySet());
        }
        return repository;
    }

    /**
     * Checks that a model is among them.
     *
     * @throws InferenceException not found, naming the models, or the versions, that there are
     */
    void requireHas(ModelReference model) {
        repository(model.name()).choices(model);
    }

    /** A real input of the model, from the first version that has one. */
    Optional<Payload> sample(ModelReference model) {
        return repository(model.name()).choices(model).stream()
                .map(version -> repository(model.name()).locate(new ModelId(model.name(), version)).warmup())
                .flatMap(Optional::stream).findFirst();
    }

    /**
     * Copies the versions that requests can get to {@code <folder>/<model>/<version>}.
     *
     * @return the folders of the versions
     */
    List<Path> copy(ModelReference model, Folder folder) throws IOException {
        List<String> versions = repository(model.name()).choices(model);
        List<Path> copies = new ArrayList<>();
        for (String version : versions) {
            ModelId id = new ModelId(model.name(), version);
            Folder to = folder.folder(model.name()).folder(version);
            copy(repository(model.name()).locate(id), to);
            copies.add(to.path());
        }
        copyAliases(model.name(), versions, folder.folder(model.name()));
        return copies;
    }

    private static void copy(ModelPackage source, Folder to) throws IOException {
        source.verify();
        // Before it is copied: a graph that cannot be read is told by the name that its user knows.
        OnnxGraph graph = OnnxGraph.read(source.graph());
        if (!source.graph().getFileName().toString().equals(ModelPackage.GRAPH)) {
            to.copy(source.graph(), ModelPackage.GRAPH);
            for (ExternalData data : graph.externalData()) {
                if (!Files.exists(to.path().resolve(data.location()))) {
                    to.copy(source.file(data.location()), data.location());
                }
            }
            return;
        }
        // The folder itself may be a link.
        Path folder = source.folder().toRealPath();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path name = folder.relativize(file);
                if (belongs(name)) {
                    to.copy(source.file(name.toString()), name.toString());
                }
            }
        }
    }

    // The manifest is written anew; what editors and systems hide beside the files stays behind.
    private static boolean belongs(Path name) {
        for (Path part : name) {
            if (part.toString().startsWith(".")) {
                return false;
            }
        }
        return !name.toString().equals(Manifest.FILE);
    }

    private void copyAliases(String name, List<String> versions, Folder to) throws IOException {
        Path root = paths.get(name);
        Path file = Stream.of(root.resolve(name).resolve(ALIASES), root.resolve(ALIASES))
                .filter(Files::isRegularFile).findFirst().orElse(null);
        if (file == null) {
            return;
        }
        JsonObject json = JsonObject.parse(Files.readAllBytes(file), file.toString());
        Map<String, Object> kept = new LinkedHashMap<>();
        for (String alias : json.keys()) {
            Object value = json.get(alias);
            boolean here = value instanceof Map<?, ?> shares ? versions.containsAll(shares.keySet())
                    : versions.contains(value);
            if (here) {
                kept.put(alias, value);
            }
        }
        to.write(ALIASES, Json.bytes(kept));
    }
}
