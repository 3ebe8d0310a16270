package thaw.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

import thaw.InferenceException;
import thaw.json.Json;

/** Reads the small files of a package: each failure names the file and is the model's fault, not the caller's. */
final class PackageFiles {

    /** More than any label list or description needs; a file that is larger is not what its name says. */
    private static final long LARGEST = 16 << 20;

    private PackageFiles() {}

    /**
     * A file of a folder, which exists and, by whatever links, lies inside the boundary.
     *
     * @param boundary a real path
     */
    static Path inside(Path folder, Path boundary, String name) {
        try {
            Path file = folder.resolve(name);
            if (!Files.isRegularFile(file)) {
                throw InferenceException.invalidModel(file.toString(),
                        Files.exists(file) ? "expected a file, got something else" : "does not exist");
            }
            Path real = file.toRealPath();
            if (!real.startsWith(boundary)) {
                throw InferenceException.invalidModel(file.toString(),
                        "expected a file inside " + boundary + ", got a link to " + real);
            }
            return file;
        } catch (InvalidPathException | IOException unusable) {
            throw InferenceException.invalidModel(name, "is not a file of the package: " + unusable,
                    unusable);
        }
    }

    static byte[] bytes(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw InferenceException.invalidModel(file.toString(),
                        "expected at most " + LARGEST + " bytes, got " + Files.size(file));
            }
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw InferenceException.invalidModel(file.toString(), "cannot be read: " + unreadable,
                    unreadable);
        }
    }

    static String text(Path file) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(file))).toString();
        } catch (CharacterCodingException invalid) {
            throw InferenceException.invalidModel(file.toString(), "expected text in UTF-8, got other bytes",
                    invalid);
        }
    }

    static Object json(Path file) {
        return blaming(() -> Json.parse(bytes(file), file.toString()));
    }

    /** Something read from a package: what would be a caller's mistake is the package's. */
    interface Reading<T> {
        T read();
    }

    static <T> T blaming(Reading<T> reading) {
        try {
            return reading.read();
        } catch (InferenceException failure) {
            if (failure.kind() == InferenceException.Kind.MALFORMED) {
                String message = failure.getMessage();
                String said = failure.culprit().isEmpty() ? message
                        : message.substring(failure.culprit().length() + 2);
                throw InferenceException.invalidModel(failure.culprit(), said, failure);
            }
            throw failure;
        }
    }
}
