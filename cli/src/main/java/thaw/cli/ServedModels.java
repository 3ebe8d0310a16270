package thaw.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import thaw.InferenceException;
import thaw.ModelReference;
import thaw.Models;
import thaw.model.ModelCatalog;

/** The models of several paths, as if they lay in one repository. Thread-safe. */
final class ServedModels implements Models, AutoCloseable {

    private final SortedMap<String, ModelCatalog> byName = new TreeMap<>();
    private final List<ModelCatalog> catalogs = new ArrayList<>();

    /** Opens the models of one path. */
    interface Opener {
        ModelCatalog open(Path path);
    }

    private ServedModels() {}

    /**
     * Opens every path.
     *
     * @throws InferenceException invalid model, if a path holds none, or two have a model of the same name
     */
    static ServedModels open(List<Path> paths, Opener opener) {
        ServedModels models = new ServedModels();
        try {
            paths.forEach(path -> models.add(path, opener.open(path)));
            return models;
        } catch (RuntimeException failure) {
            models.close();
            throw failure;
        }
    }

    private void add(Path path, ModelCatalog catalog) {
        catalogs.add(catalog);
        for (String name : catalog.names()) {
            if (byName.putIfAbsent(name, catalog) != null) {
                throw InferenceException.invalidModel(path.toString(), "expected models of other names, got '"
                        + name + "' a second time: serve the two as versions, or rename a folder");
            }
        }
    }

    private ModelCatalog catalog(String name) {
        ModelCatalog catalog = byName.get(name);
        if (catalog == null) {
            throw InferenceException.notFound("model '" + name + "'", "expected one of " + names());
        }
        return catalog;
    }

    @Override
    public Lease lease(ModelReference reference) {
        return catalog(reference.name()).lease(reference);
    }

    @Override
    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    @Override
    public List<String> versions(String name) {
        return catalog(name).versions(name);
    }

    @Override
    public boolean ready(ModelReference reference) {
        return catalog(reference.name()).ready(reference);
    }

    @Override
    public void close() {
        catalogs.forEach(ModelCatalog::close);
    }
}
