package thaw.quarkus.deployment;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.quarkus.builder.item.SimpleBuildItem;

/** The models that were found, each loaded once and found good. */
final class ModelsBuildItem extends SimpleBuildItem {

    private final Path path;
    private final List<String> names;
    private final Optional<String> standard;

    /**
     * What was found.
     *
     * @param path     where they are in the project
     * @param names    of the models
     * @param standard the one that is meant where none is named
     */
    ModelsBuildItem(Path path, List<String> names, Optional<String> standard) {
        this.path = Objects.requireNonNull(path, "path");
        this.names = List.copyOf(names);
        this.standard = standard;
    }

    Path path() {
        return path;
    }

    List<String> names() {
        return names;
    }

    Optional<String> standard() {
        return standard;
    }
}
