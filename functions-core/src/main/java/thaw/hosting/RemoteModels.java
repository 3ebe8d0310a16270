package thaw.hosting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import thaw.InferenceException;
import thaw.ModelReference;
import thaw.hosting.ObjectStore.StoredObject;
import thaw.telemetry.StructuredLog;

/**
 * Brings a function's model from object storage into a folder: only the versions that its requests can get, in parallel
 * ranges, each part of the very object that was listed, checked, and moved into place as a whole. Thread-safe.
 */
final class RemoteModels {

    private static final int TRIES = 3;

    private final ObjectStore store;
    private final String prefix;
    private final long most;
    private final StructuredLog log;

    /**
     * The repository under a prefix, laid out as {@code <model>/<version>/model.onnx}.
     *
     * @param most bytes that may be fetched, where files take of the memory
     */
    RemoteModels(ObjectStore store, String prefix, long most, StructuredLog log) {
        this.store = Objects.requireNonNull(store, "store");
        this.prefix = prefix.isEmpty() ? "" : prefix.replaceFirst("/*$", "/");
        this.most = most;
        this.log = Objects.requireNonNull(log, "log");
    }

    /**
     * The folder of a repository with that model.
     *
     * @param temporary where there is room, such as {@code /tmp}
     * @throws InferenceException not found, if there is no such model; unavailable, if it cannot be read or there is too
     *                            little room for it
     */
    Path fetch(ModelReference model, Path temporary) {
        for (int tries = 1;; tries++) {
            try {
                return attempt(model, temporary);
            } catch (ObjectStore.Replaced replaced) {
                if (tries == TRIES) {
                    throw InferenceException.unavailable(address(model),
                            "changed during each of " + TRIES + " tries", replaced);
                }
                log.log(StructuredLog.Level.WARN, "model was replaced while it was fetched: once more",
                        Map.of("model", model.toString(), "tries", tries));
            } catch (IOException failure) {
                throw InferenceException.unavailable(temporary.toString(),
                        "the model cannot be fetched: " + failure, failure);
            }
        }
    }

    private String address(ModelReference model) {
        return store.address(prefix + model.name());
    }

    private Path attempt(ModelReference model, Path temporary) throws IOException, ObjectStore.Replaced {
        String root = prefix + model.name() + "/";
        List<StoredObject> listed = store.list(root).stream().filter(object -> !object.key().endsWith("/"))
                .toList();
        if (listed.isEmpty()) {
            throw InferenceException.notFound(address(model), "holds no model: nothing is there");
        }
        Path partial = Files.createTempDirectory(Files.createDirectories(temporary), "thaw-partial-");
        try {
            RemoteVersions versions = new RemoteVersions(root, listed);
            RemoteDownload download = new RemoteDownload(store);
            List<StoredObject> wanted = versions.wanted(model, partial, download);
            requireRoom(partial, wanted, model);
            Path folder = partial.resolve("models").resolve(model.name());
            download.all(wanted, object -> versions.local(folder, object));
            versions.writeAliases(folder, download);
            return moved(partial.resolve("models"), temporary);
        } finally {
            delete(partial);
        }
    }

    private void requireRoom(Path folder, List<StoredObject> wanted, ModelReference model)
            throws IOException {
        long needed = wanted.stream().mapToLong(StoredObject::size).sum();
        if (needed > most) {
            throw InferenceException.unavailable(folder.getParent().toString(),
                    "the model '" + model + "' needs " + (needed >> 20) + " MiB of files in memory, of which "
                            + (most >> 20)
                            + " MiB may be taken: give the function more memory, or mount the models",
                    null);
        }
        long room = Files.getFileStore(folder).getUsableSpace();
        if (needed > room) {
            throw InferenceException.unavailable(folder.getParent().toString(),
                    "the model '" + model + "' needs " + (needed >> 20) + " MiB, " + (room >> 20)
                            + " MiB are free: give the function more ephemeral storage",
                    null);
        }
    }

    // A folder that a reader can see is always complete.
    private static Path moved(Path complete, Path temporary) throws IOException {
        Path place = Files.createTempDirectory(temporary, "thaw-models-").resolve("models");
        return Files.move(complete, place, StandardCopyOption.ATOMIC_MOVE);
    }

    /** What the files of a folder take, in bytes. */
    static long size(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException failure) {
            throw InferenceException.unavailable(folder.toString(), "cannot be read: " + failure, failure);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
