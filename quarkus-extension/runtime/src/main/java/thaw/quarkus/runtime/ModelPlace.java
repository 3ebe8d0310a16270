package thaw.quarkus.runtime;

import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import thaw.InferenceException;

/** Where a packaged application has its models: the folder that the build laid beside its jars or its executable. */
public final class ModelPlace {

    /** The folder's name. */
    static final String NAME = "models";

    private ModelPlace() {}

    /** The folder, if the build laid one: an application may have its models from elsewhere. */
    public static Optional<Path> packaged() {
        return places().stream().filter(Files::isDirectory).findFirst();
    }

    /**
     * The folder.
     *
     * @throws InferenceException unavailable, naming all places, if there is none
     */
    static Path find() {
        return packaged().orElseThrow(() -> InferenceException.unavailable("models",
                "expected the folder that the build laid beside the application, in one of " + places()
                        + ", or quarkus.thaw.folder to name another",
                null));
    }

    private static List<Path> places() {
        List<Path> places = new ArrayList<>();
        jar().map(Path::getParent).ifPresent(folder -> {
            places.add(folder.resolve(NAME));
            if (folder.getParent() != null) {
                places.add(folder.resolveSibling(NAME));
            }
        });
        // Of an executable there is no jar.
        if (places.isEmpty()) {
            ProcessHandle.current().info().command()
                    .ifPresent(program -> places.add(Path.of(program).resolveSibling(NAME)));
        }
        return places;
    }

    private static Optional<Path> jar() {
        CodeSource source = ModelPlace.class.getProtectionDomain().getCodeSource();
        try {
            return source == null || source.getLocation() == null ? Optional.empty()
                    : Optional.of(Path.of(source.getLocation().toURI()).toAbsolutePath());
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException notAFile) {
            return Optional.empty();
        }
    }
}
