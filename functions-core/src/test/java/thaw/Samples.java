package thaw;

import java.nio.file.Files;
import java.nio.file.Path;

/** The sample models of the repository, found from wherever a test runs. */
public final class Samples {

    private Samples() {}

    /** The folder of all samples. */
    public static Path models() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path models = folder.resolve("samples/models");
            if (Files.isDirectory(models)) {
                return models;
            }
        }
        throw new IllegalStateException(
                "samples/models is in no folder around " + Path.of("").toAbsolutePath());
    }
}
