package thaw.aws;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The function zip that Quarkus made, unpacked as Lambda does it; the same for all tests. */
final class UnpackedZip {

    private static final Path ZIP = Path.of(System.getProperty("thaw.function.zip"));

    private static Path folder;

    private UnpackedZip() {}

    /** The task root. */
    static synchronized Path folder() throws IOException {
        if (folder == null) {
            folder = unpacked(ZIP.resolveSibling("task"));
        }
        return folder;
    }

    private static Path unpacked(Path into) throws IOException {
        try (ZipFile zip = new ZipFile(ZIP.toFile())) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                Path file = into.resolve(entry.getName());
                if (!entry.isDirectory()) {
                    Files.createDirectories(file.getParent());
                    Files.write(file, zip.getInputStream(entry).readAllBytes());
                }
            }
        }
        return into;
    }
}
