package thaw.hosting;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

import thaw.InferenceException;
import thaw.hosting.ObjectStore.Digest;
import thaw.hosting.ObjectStore.Range;
import thaw.hosting.ObjectStore.StoredObject;

/**
 * Objects into files, in parallel ranges of the very object that was listed. Each is compared with the checksum that its
 * store knows; what a manifest names is compared with its SHA-256 when it is loaded. Thread-safe.
 */
final class RemoteDownload {

    private static final int TRIES = 3;
    private static final int PART = 8 << 20;
    private static final int CONNECTIONS = 8;
    private static final int BUFFER = 64 << 10;

    private final ObjectStore store;

    RemoteDownload(ObjectStore store) {
        this.store = store;
    }

    byte[] bytes(StoredObject object) throws IOException, ObjectStore.Replaced {
        if (object.size() == 0) {
            return new byte[0];
        }
        try (InputStream stream = store.read(object, 0, object.size() - 1).bytes()) {
            byte[] bytes = stream.readAllBytes();
            requireWhole(object, 0, object.size(), bytes.length);
            return bytes;
        }
    }

    /** Fetches all; if one fails, that failure. */
    void all(List<StoredObject> objects, Function<StoredObject, Path> place)
            throws IOException, ObjectStore.Replaced {
        ExecutorService connections = Executors.newFixedThreadPool(CONNECTIONS, RemoteDownload::daemon);
        try {
            List<CompletableFuture<Void>> files = new ArrayList<>();
            for (StoredObject object : objects) {
                files.add(file(object, created(place.apply(object), object.size()), connections));
            }
            files.forEach(CompletableFuture::join);
        } catch (CompletionException failure) {
            throw unwrapped(failure);
        } finally {
            connections.shutdownNow();
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "model-download");
        thread.setDaemon(true);
        return thread;
    }

    private static RuntimeException unwrapped(CompletionException failure)
            throws IOException, ObjectStore.Replaced {
        if (failure.getCause() instanceof UncheckedIOException io) {
            throw io.getCause();
        }
        if (failure.getCause() instanceof ObjectStore.Replaced replaced) {
            throw replaced;
        }
        return failure.getCause() instanceof RuntimeException cause ? cause : failure;
    }

    /** A file of that size with nothing in it, which takes no room until something is written. */
    static Path created(Path file, long size) throws IOException {
        Files.createDirectories(file.getParent());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE)) {
            if (size > 0) {
                channel.write(ByteBuffer.allocate(1), size - 1);
            }
        }
        return file;
    }

    private CompletableFuture<Void> file(StoredObject object, Path file, ExecutorService connections) {
        List<CompletableFuture<Optional<Digest>>> parts = new ArrayList<>();
        for (long from = 0; from < object.size(); from += PART) {
            long first = from;
            parts.add(CompletableFuture.supplyAsync(() -> part(object, first, file), connections));
        }
        return CompletableFuture.allOf(parts.toArray(CompletableFuture<?>[]::new)).thenRunAsync(
                () -> parts.stream().flatMap(part -> part.join().stream()).findFirst()
                        .ifPresent(expected -> requireSame(object, file, expected)),
                connections);
    }

    /** Fetches one range, once more if the connection breaks in the middle of it. */
    private Optional<Digest> part(StoredObject object, long first, Path file) {
        for (int tries = 1;; tries++) {
            try {
                return attempt(object, first, file);
            } catch (IOException failure) {
                if (tries == TRIES) {
                    throw new UncheckedIOException(failure);
                }
                Backoff.await(tries, store.address(object.key()));
            } catch (ObjectStore.Replaced replaced) {
                throw new CompletionException(replaced);
            }
        }
    }

    private Optional<Digest> attempt(StoredObject object, long first, Path file)
            throws IOException, ObjectStore.Replaced {
        long last = Math.min(object.size(), first + PART) - 1;
        Range range = store.read(object, first, last);
        try (InputStream stream = range.bytes();
                FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long end = copy(stream, channel, first);
            requireWhole(object, first, last + 1 - first, end - first);
            return range.digest();
        }
    }

    private static void requireWhole(StoredObject object, long first, long expected, long actual)
            throws IOException {
        if (actual != expected) {
            throw new IOException(object.key() + ": expected " + expected + " bytes from " + first + ", got "
                    + actual);
        }
    }

    private static long copy(InputStream stream, FileChannel channel, long from) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long at = from;
        for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
            ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
        }
        return at;
    }

    private void requireSame(StoredObject object, Path file, Digest expected) {
        String actual = FileDigest.of(file, expected.algorithm());
        if (!actual.equals(expected.hex())) {
            throw InferenceException.unavailable(store.address(object.key()),
                    "was damaged on its way: expected the " + expected.algorithm() + " " + expected.hex()
                            + ", got " + actual,
                    null);
        }
    }
}
