package thaw.local;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Looks through a folder and hands on the files that are whole: regular files, no links, whose names say nothing else.
 * Names that begin with a dot, or end with {@code ~}, {@code .part}, {@code .partial}, {@code .tmp}, {@code .crdownload} or
 * {@code .swp}, are those of files being written, and are left alone. Not thread-safe.
 */
final class FolderScan {

    private static final List<String> UNFINISHED = List.of("~", ".part", ".partial", ".tmp", ".crdownload",
            ".swp");

    private final FolderSettings settings;
    private final String root;
    private final Consumer<Path> folders;
    // What each unsettled state was first seen at; only states seen in the last look are kept.
    private Map<Fingerprint, Long> settling = new HashMap<>();
    private Map<Fingerprint, Long> stillSettling = new HashMap<>();

    /** A scan that tells each folder to one. */
    FolderScan(FolderSettings settings, Consumer<Path> folders) {
        this.settings = settings;
        String encoded = settings.folder().toUri().getRawPath();
        this.root = encoded.endsWith("/") ? encoded : encoded + "/";
        this.folders = folders;
    }

    /** Hands on every whole file, known or not. */
    void look(Consumer<WatchedFile> whole) throws IOException {
        stillSettling = new HashMap<>();
        Files.walkFileTree(settings.folder(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                if (!folder.equals(settings.folder()) && unfinished(folder)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                folders.accept(folder);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && !unfinished(file)) {
                    consider(WatchedFile.of(root, file, attributes), whole);
                }
                return Thread.currentThread().isInterrupted() ? FileVisitResult.TERMINATE
                        : FileVisitResult.CONTINUE;
            }

            // Gone between listing and looking, or not to be read just now: the next look tells.
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure) {
                return FileVisitResult.CONTINUE;
            }
        });
        settling = stillSettling;
    }

    private static boolean unfinished(Path path) {
        String name = path.getFileName().toString();
        return name.startsWith(".") || UNFINISHED.stream().anyMatch(name::endsWith);
    }

    private void consider(WatchedFile file, Consumer<WatchedFile> whole) {
        long settle = settings.settle().toMillis();
        long age = System.currentTimeMillis() - file.modified().toMillis();
        if (age >= settle) {
            whole.accept(file);
            return;
        }
        // A clock that differs from the file system's, or a time in the future: what counts is that nothing changes.
        Fingerprint state = file.fingerprint();
        long now = System.nanoTime();
        long since = settling.getOrDefault(state, now);
        stillSettling.put(state, since);
        if (now - since >= settle * 1_000_000) {
            whole.accept(file);
        }
    }

    /** Whether files were seen that are not whole yet. */
    boolean unsettled() {
        return !settling.isEmpty();
    }
}
