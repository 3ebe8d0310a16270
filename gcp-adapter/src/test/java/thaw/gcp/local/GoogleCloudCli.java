package thaw.gcp.local;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

import thaw.testing.Workplace;

/** Where the Google Cloud CLI keeps its emulators. */
final class GoogleCloudCli {

    private static final String PROPERTY = "gcloud.root";
    private static final String VARIABLE = "CLOUDSDK_ROOT_DIR";

    private GoogleCloudCli() {}

    /** The only file of that name pattern in a folder of the platform; the test is skipped without it. */
    static Path file(String folder, String pattern) {
        Optional<Path> found = root()
                .flatMap(root -> found(root.resolve("platform").resolve(folder), pattern));
        Workplace.need(found.isPresent(), "the " + folder.split("/")[0]
                + " is not here: install the Google Cloud CLI with this component, or name its folder by -D"
                + PROPERTY + " or " + VARIABLE);
        return found.orElseThrow();
    }

    private static Optional<Path> root() {
        String named = System.getProperty(PROPERTY, System.getenv().getOrDefault(VARIABLE, ""));
        if (!named.isEmpty()) {
            return Optional.of(Path.of(named));
        }
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "gcloud")).filter(Files::isExecutable).findFirst()
                .map(GoogleCloudCli::home);
    }

    private static Path home(Path program) {
        try {
            return program.toRealPath().getParent().getParent();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Optional<Path> found(Path folder, String pattern) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(pattern)).findFirst();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
