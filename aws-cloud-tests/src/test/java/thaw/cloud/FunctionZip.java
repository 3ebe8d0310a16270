package thaw.cloud;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Builds the zip of a function: classes at its root, libraries in {@code lib}. */
final class FunctionZip implements AutoCloseable {

    private final Path file;
    private final ZipOutputStream zip;

    FunctionZip(Path file) {
        this.file = file;
        try {
            this.zip = new ZipOutputStream(Files.newOutputStream(file));
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /** All files below a folder, under a prefix that is empty or ends with a slash. */
    FunctionZip folder(Path folder, String prefix) throws IOException {
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
                put(prefix + folder.relativize(path), path);
            }
        }
        return this;
    }

    /** Libraries; a folder of classes, as a reactor without jars has it, goes to the root. */
    FunctionZip libraries(List<Path> libraries) throws IOException {
        for (Path library : libraries) {
            if (Files.isDirectory(library)) {
                folder(library, "");
            } else {
                put("lib/" + library.getFileName(), library);
            }
        }
        return this;
    }

    /** A class, by the class path of this test. */
    FunctionZip type(Class<?> type) throws IOException {
        String name = type.getName().replace('.', '/') + ".class";
        try (InputStream bytes = type.getClassLoader().getResourceAsStream(name)) {
            zip.putNextEntry(entry(name));
            bytes.transferTo(zip);
            zip.closeEntry();
        }
        return this;
    }

    private void put(String name, Path from) throws IOException {
        zip.putNextEntry(entry(name));
        Files.copy(from, zip);
        zip.closeEntry();
    }

    // Of one time always: the same content is the same zip, and is not deployed twice.
    private static ZipEntry entry(String name) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0);
        return entry;
    }

    Path file() {
        return file;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
