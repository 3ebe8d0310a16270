package thaw.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** A sample's package in a folder of its own, to be broken. */
final class PackageCopy {

    private final Path folder;

    private PackageCopy(Path folder) {
        this.folder = folder;
    }

    static PackageCopy of(String sample, Path folder) {
        try (Stream<Path> files = Files.list(CommandRun.MODELS.resolve(sample).resolve("1"))) {
            Files.createDirectories(folder);
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
            return new PackageCopy(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    PackageCopy with(String file, String content) {
        try {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.writeString(folder.resolve(file), content);
            return this;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    PackageCopy without(String file) {
        try {
            Files.delete(folder.resolve(file));
            return this;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    PackageCopy cutInHalf(String file) {
        try {
            byte[] whole = Files.readAllBytes(folder.resolve(file));
            Files.write(folder.resolve(file), Arrays.copyOf(whole, whole.length / 2));
            return this;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Path folder() {
        return folder;
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
