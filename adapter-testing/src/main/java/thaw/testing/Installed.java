package thaw.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Installs something once: what was cut off is done again, and two builds of one checkout wait for each other. */
final class Installed {

    private Installed() {}

    /** Fills a folder. */
    interface Step {
        void into(Path folder);
    }

    /** The folder, filled by the step unless that was done before; a lock on a file is one JVM's, so its threads wait here. */
    static synchronized Path once(Path folder, Step step) {
        Path complete = folder.resolve(".complete");
        try {
            Path parent = Files.createDirectories(folder.getParent());
            // Closing the file gives the lock back.
            try (FileChannel turn = FileChannel.open(parent.resolve(folder.getFileName() + ".lock"),
                    StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                turn.lock();
                if (Files.notExists(complete)) {
                    Workplace.delete(folder);
                    step.into(Files.createDirectories(folder));
                    Files.createFile(complete);
                }
                return folder;
            }
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /** Twelve characters that change with the file. */
    static String digest(Path file) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (IOException | NoSuchAlgorithmException unreadable) {
            throw new IllegalStateException("cannot read " + file, unreadable);
        }
    }
}
