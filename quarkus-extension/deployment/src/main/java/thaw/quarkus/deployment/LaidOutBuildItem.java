package thaw.quarkus.deployment;

import java.nio.file.Path;
import java.util.List;

import io.quarkus.builder.item.SimpleBuildItem;

/** What was laid beside the packaged application: folders, and how each is called in an archive of the application. */
final class LaidOutBuildItem extends SimpleBuildItem {

    /**
     * A folder.
     *
     * @param path where it is
     * @param name in an archive
     */
    record Part(Path path, String name) {}

    private final List<Part> parts;

    LaidOutBuildItem(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    List<Part> parts() {
        return parts;
    }
}
