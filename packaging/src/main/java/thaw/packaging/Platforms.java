package thaw.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import thaw.InferenceException;
import thaw.packaging.files.Library;

/** Where the jars are that a target is made of: its adapter with everything that it can need. */
@FunctionalInterface
public interface Platforms {

    /**
     * The jars of a platform.
     *
     * @param platform {@code aws}, {@code aws-runtime}, {@code azure}, {@code container}, {@code gcp},
     *                 {@code gcp-runtime}
     * @throws IOException        if they cannot be listed
     * @throws InferenceException unavailable, if they are not here, saying what to do
     */
    List<Library> libraries(String platform) throws IOException;

    /** Those that a build of Thaw has put into a clone. */
    static Platforms ofClone(Path root) {
        return platform -> {
            Path folder = root.resolve("packaging/platforms").resolve(platform).resolve("target/lib");
            if (!Files.isDirectory(folder)) {
                throw InferenceException.unavailable(folder.toString(),
                        "does not exist; build it by: mvn package -DskipTests -pl packaging -am",
                        null);
            }
            return Library.in(folder);
        };
    }
}
