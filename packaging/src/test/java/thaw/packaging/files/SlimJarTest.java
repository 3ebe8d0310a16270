package thaw.packaging.files;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

class SlimJarTest {

    @TempDir
    Path folder;

    private Path jar(String name, long time, String... entries) throws Exception {
        Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file); ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String entry : entries) {
                ZipEntry added = new ZipEntry(entry);
                added.setTime(time);
                zip.putNextEntry(added);
                zip.write(entry.getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return file;
    }

    private List<String> slim(Path jar, String name) throws Exception {
        SlimJar.write(jar, folder.resolve(name));
        try (JarFile slim = new JarFile(folder.resolve(name).toFile())) {
            return slim.stream().map(ZipEntry::getName).toList();
        }
    }

    @Test
    void keepsClassesServicesAndLicencesAlone() throws Exception {
        Path jar = jar("all.jar", 0, "a/B.class", "META-INF/services/a.B", "META-INF/LICENSE",
                "META-INF/MANIFEST.MF", "META-INF/maven/g/a/pom.xml", "META-INF/KEY.RSA", "module-info.class",
                "META-INF/versions/11/module-info.class", "META-INF/versions/11/a/B.class",
                "native/linux/liba.so", "native/a.dll", "x.dylib.dSYM/Contents/a");
        assertEquals(List.of("META-INF/MANIFEST.MF", "META-INF/LICENSE", "META-INF/services/a.B",
                "META-INF/versions/11/a/B.class", "a/B.class"), slim(jar, "slim.jar"));
    }

    @Test
    void isTheSameFileWhateverTheTimesAndTheOrder() throws Exception {
        slim(jar("one.jar", 1_000_000_000_000L, "a", "b", "META-INF/MANIFEST.MF"), "slim-one.jar");
        slim(jar("two.jar", 1_700_000_000_000L, "META-INF/MANIFEST.MF", "b", "a"), "slim-two.jar");
        assertArrayEquals(Files.readAllBytes(folder.resolve("slim-one.jar")),
                Files.readAllBytes(folder.resolve("slim-two.jar")));
    }
}
