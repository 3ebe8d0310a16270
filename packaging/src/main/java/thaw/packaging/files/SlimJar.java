package thaw.packaging.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import thaw.onnx.BindingClasses;

/**
 * A jar without what no function reads at run time: other platforms' libraries, build files, module descriptors (all is
 * on the class path) and signatures (the content has changed). Its entries are stored as they are: the zip or layer
 * around it compresses all classes together, to half of what one by one takes, and the class loader inflates nothing. Of
 * the classes, those of ONNX Runtime's binding alone are changed: {@link BindingClasses}.
 */
public final class SlimJar {

    // The same content is the same jar. Not the first time that a zip can say: beside that one Java writes another,
    // which depends on its time zone.
    static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private static final String BINDING = "ai/onnxruntime/";
    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final Pattern NATIVE = Pattern
            .compile(".*(\\.so|\\.dll|\\.dylib|\\.jnilib|\\.pdb)|.*\\.dSYM/.*", Pattern.CASE_INSENSITIVE);
    private static final Pattern BUILD = Pattern.compile(
            "META-INF/maven/.*|META-INF/[^/]+\\.(SF|RSA|DSA|EC)|(.*/)?module-info\\.class|META-INF/INDEX\\.LIST"
                    + "|META-INF/native-image/.*|META-INF/proguard/.*|META-INF/rewrite/.*");

    private SlimJar() {}

    /** Writes the slim form of a jar. */
    public static void write(Path jar, Path slim) throws IOException {
        write(jar, slim, Set.of());
    }

    /** Writes the slim forms of jars that are used together, and by nobody else, into a folder. */
    public static void writeAll(List<Path> jars, Path folder) throws IOException {
        Set<String> unneeded = NeededShapes.unneeded(jars);
        for (Path jar : jars) {
            write(jar, folder.resolve(jar.getFileName()), unneeded);
        }
    }

    private static void write(Path jar, Path slim, Set<String> unneeded) throws IOException {
        try (ZipFile from = new ZipFile(jar.toFile());
                OutputStream file = Files.newOutputStream(slim);
                ZipOutputStream to = new ZipOutputStream(file)) {
            to.setMethod(ZipOutputStream.STORED);
            for (ZipEntry entry : kept(from, unneeded)) {
                byte[] content;
                try (var stream = from.getInputStream(entry)) {
                    content = quickened(entry.getName(), stream.readAllBytes());
                }
                to.putNextEntry(stored(entry.getName(), content));
                to.write(content);
                to.closeEntry();
            }
        }
    }

    private static byte[] quickened(String name, byte[] content) {
        return name.startsWith(BINDING) && name.endsWith(".class") ? BindingClasses.quickened(content)
                : content;
    }

    // The manifest first, as java.util.jar.JarInputStream wants it.
    private static List<ZipEntry> kept(ZipFile jar, Set<String> unneeded) {
        List<ZipEntry> kept = new ArrayList<>();
        for (ZipEntry entry : Collections.list(jar.entries())) {
            String name = entry.getName();
            if (!entry.isDirectory() && !unneeded.contains(name) && !NATIVE.matcher(name).matches()
                    && !BUILD.matcher(name).matches()) {
                kept.add(entry);
            }
        }
        kept.sort(Comparator.comparing((ZipEntry entry) -> !entry.getName().equals(MANIFEST))
                .thenComparing(ZipEntry::getName));
        return kept;
    }

    private static ZipEntry stored(String name, byte[] content) {
        ZipEntry entry = new ZipEntry(name);
        CRC32 checksum = new CRC32();
        checksum.update(content);
        entry.setCrc(checksum.getValue());
        entry.setSize(content.length);
        entry.setCompressedSize(content.length);
        entry.setTimeLocal(TIME);
        return entry;
    }
}
