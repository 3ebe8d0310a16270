package thaw.packaging.files;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A jar that is nothing but a class path: for who takes one jar alone. */
public final class ClassPathJar {

    private ClassPathJar() {}

    /**
     * Writes it.
     *
     * @param classPath jars in their order, relative to its folder, with forward slashes
     */
    public static void write(Path jar, List<String> classPath) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH,
                String.join(" ", classPath.stream().map(ClassPathJar::reference).toList()));
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            ZipEntry entry = new ZipEntry(JarFile.MANIFEST_NAME);
            entry.setTimeLocal(SlimJar.TIME);
            zip.putNextEntry(entry);
            manifest.write(zip);
            zip.closeEntry();
        }
    }

    // They are references as in a URL, with spaces between them.
    private static String reference(String path) {
        try {
            return new URI(null, null, path, null).toASCIIString();
        } catch (URISyntaxException unusable) {
            throw new IllegalArgumentException("expected a relative path, got '" + path + "'", unusable);
        }
    }
}
