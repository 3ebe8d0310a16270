package thaw.hosting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

import thaw.InferenceException;
import thaw.ModelReference;
import thaw.hosting.ObjectStore.StoredObject;
import thaw.model.LateFiles;
import thaw.telemetry.StructuredLog;

/**
 * Brings a function's model from object storage into a folder: only the versions that its requests can get, in parallel
 * ranges, each part of the very object that was listed, checked, and moved into place as a whole. A graph whose manifest
 * names a form that starts faster comes only when somebody needs it. Thread-safe.
 */
final class RemoteModels implements LateFiles {

    private static final int TRIES = 3;

    private final ObjectStore store;
    private final String prefix;
    private final long most;
    private final StructuredLog log;
    private final Map<Path, StoredObject> late = new HashMap<>();

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
            List<StoredObject> spared = versions.spared(wanted, download);
            List<StoredObject> now = wanted.stream().filter(object -> !spared.contains(object)).toList();
            requireRoom(partial, now, model);
            Path folder = partial.resolve("models").resolve(model.name());
            download.all(now, object -> versions.local(folder, object));
            for (StoredObject object : spared) {
                RemoteDownload.created(versions.local(folder, object), object.size());
            }
            versions.writeAliases(folder, download);
            Path place = moved(partial.resolve("models"), temporary);
            remember(spared, object -> versions.local(place.resolve(model.name()), object));
            return place;
        } finally {
            delete(partial);
        }
    }

    private synchronized void remember(List<StoredObject> spared, Function<StoredObject, Path> place) {
        late.clear();
        spared.forEach(object -> late.put(place.apply(object), object));
    }

    @Override
    public synchronized void bring(Path file) {
        StoredObject object = late.get(file.normalize());
        if (object == null) {
            return;
        }
        try {
            Path whole = file.resolveSibling("." + file.getFileName() + ".late");
            Files.deleteIfExists(whole);
            new RemoteDownload(store).all(List.of(object), any -> whole);
            Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
            late.remove(file.normalize());
        } catch (IOException | ObjectStore.Replaced failure) {
            throw InferenceException.unavailable(store.address(object.key()),
                    "the original of a model cannot be fetched: " + failure, failure);
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
