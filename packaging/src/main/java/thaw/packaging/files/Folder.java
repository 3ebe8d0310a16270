package thaw.packaging.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A folder that is being filled with what will be deployed.
 *
 * @param path where it is
 */
public record Folder(Path path) {

    /** Makes it, if it is not there. */
    public static Folder made(Path path) throws IOException {
        return new Folder(Files.createDirectories(path));
    }

    /** A folder in it, made. */
    public Folder folder(String name) throws IOException {
        return made(path.resolve(name));
    }

    /** A copy of a file. */
    public Folder copy(Path file, String name) throws IOException {
        Path to = path.resolve(name);
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
        return this;
    }

    /** Copies all files below it, with their times and who may do what with them. */
    public void copyTo(Path other) throws IOException {
        for (String name : files().keySet()) {
            Path to = other.resolve(name);
            Files.createDirectories(to.getParent());
            Files.copy(path.resolve(name), to, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    /** A file of these bytes. */
    public Folder write(String name, byte[] content) throws IOException {
        Path to = path.resolve(name);
        Files.createDirectories(to.getParent());
        Files.write(to, content);
        return this;
    }

    /** All files below it by their paths, with forward slashes, and their sizes. */
    public SortedMap<String, Long> files() throws IOException {
        SortedMap<String, Long> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(path)) {
            for (Path file : paths.filter(Files::isRegularFile).toList()) {
                files.put(path.relativize(file).toString().replace('\\', '/'), Files.size(file));
            }
        }
        return files;
    }

    /** All bytes below it. */
    public long bytes() throws IOException {
        return files().values().stream().mapToLong(Long::longValue).sum();
    }

    /** Lets everyone read its files, as whoever runs a deployed function must. */
    public void readable() throws IOException {
        for (String name : files().keySet()) {
            Files.setPosixFilePermissions(path.resolve(name), PosixFilePermissions.fromString("rw-r--r--"));
        }
    }

    /** Packs all of it, sorted and of one time: the same files are the same zip. What may be run here may be there. */
    public void zip(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file); ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(Deflater.BEST_COMPRESSION);
            for (String name : files().keySet()) {
                ZipEntry entry = new ZipEntry(name);
                entry.setTimeLocal(SlimJar.TIME);
                zip.putNextEntry(entry);
                Files.copy(path.resolve(name), zip);
                zip.closeEntry();
            }
        }
        Set<String> programs = new TreeSet<>(files().keySet());
        programs.removeIf(name -> !Files.isExecutable(path.resolve(name)));
        if (!programs.isEmpty()) {
            ZipModes.write(file, programs);
        }
    }

    /** Removes it and all below; links are removed, not followed. */
    public void delete() throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> paths = Files.walk(path)) {
            all = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.delete(each);
        }
    }
}
