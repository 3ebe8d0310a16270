package thaw.model;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import thaw.InferenceException;
import thaw.Payload;

/** {@code warmup.*}: one real input, by which a model is primed. */
final class Warmup {

    private static final Map<String, String> TYPES = Map.of("json", "application/json", "txt", "text/plain",
            "png", "image/png", "jpg", "image/jpeg", "jpeg", "image/jpeg", "gif", "image/gif", "bmp",
            "image/bmp",
            "webp", "image/webp");

    private Warmup() {}

    /** The name of the sample in a folder, if it has one. */
    static Optional<String> name(Path folder) {
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "warmup.*")) {
            files.forEach(file -> found.add(file.getFileName().toString()));
        } catch (IOException unreadable) {
            throw InferenceException.invalidModel(folder.toString(), "cannot be listed: " + unreadable,
                    unreadable);
        }
        if (found.size() > 1) {
            throw InferenceException.invalidModel(folder.toString(),
                    "expected one warmup.* file, got " + found);
        }
        return found.stream().findFirst();
    }

    static Payload read(Path file) {
        String name = file.getFileName().toString();
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
        if (type == null) {
            throw InferenceException.invalidModel(file.toString(),
                    "expected a file ending in one of " + TYPES.keySet().stream().sorted().toList());
        }
        return Payload.of(PackageFiles.bytes(file), type);
    }
}
