package thaw.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import thaw.InferenceException;

/**
 * Objects of a bucket as files of a folder: {@code <folder>/<bucket>/<key>} or {@code <folder>/<key>}.
 *
 * @param folder that holds them
 */
record ReplayObjects(Path folder) {

    /**
     * The bytes of an object.
     *
     * @throws InferenceException not found, if there is no such file
     */
    InputStream open(String bucket, String key) throws IOException {
        Path file = file(bucket, key).orElseThrow(() -> InferenceException.notFound(
                bucket + "/" + key, "is not in " + folder + ": expected " + folder.resolve(bucket) + "/" + key
                        + " or " + folder + "/" + key));
        return Files.newInputStream(file);
    }

    // A key may lead anywhere; a file outside of the folder is no object of it.
    private Optional<Path> file(String bucket, String key) {
        Path root = folder.toAbsolutePath().normalize();
        return Stream.of(List.of(bucket, key), List.of(key)).flatMap(parts -> inside(root, parts).stream())
                .filter(Files::isRegularFile).findFirst();
    }

    private static Optional<Path> inside(Path root, List<String> parts) {
        try {
            Path file = root;
            for (String part : parts) {
                file = file.resolve(part).normalize();
            }
            return file.startsWith(root) ? Optional.of(file) : Optional.empty();
        } catch (InvalidPathException noFile) {
            return Optional.empty();
        }
    }
}
