package thaw.quarkus.deployment;

import java.nio.file.Path;
import java.util.Objects;

import io.quarkus.builder.item.SimpleBuildItem;
import thaw.model.ModelRepository;

/** The models that were found. */
final class ModelsBuildItem extends SimpleBuildItem {

    private final Path path;
    private final ModelRepository repository;

    ModelsBuildItem(Path path, ModelRepository repository) {
        this.path = Objects.requireNonNull(path, "path");
        this.repository = Objects.requireNonNull(repository, "repository");
    }

    /** Where they are in the project. */
    Path path() {
        return path;
    }

    ModelRepository repository() {
        return repository;
    }
}
