package thaw.packaging.files;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thaw.InferenceException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class ElfImageTest {

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    @TempDir
    Path folder;

    @Test
    void runsAProgramWithoutItsSections() throws Exception {
        assumeTrue(ElfImage.isElf(JAVA), "needs Linux");
        // Beside its own library, which it looks for by where it is.
        Path stripped = Files.write(folder.resolve("java"), ElfImage.read(JAVA).stripped());
        assertTrue(stripped.toFile().setExecutable(true));
        assertTrue(Files.size(stripped) < Files.size(JAVA));
        ProcessBuilder builder = new ProcessBuilder(stripped.toString(), "-version")
                .redirectErrorStream(true);
        builder.environment().put("LD_LIBRARY_PATH", JAVA.getParent().resolveSibling("lib").toString());
        builder.environment().put("JAVA_HOME", JAVA.getParent().getParent().toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(),
                java.nio.charset.StandardCharsets.UTF_8);
        // Without a runtime beside it, it says so: it was loaded and it ran.
        assertTrue(said.contains("version") || said.contains("libjvm") || said.contains("jvm.cfg"), said);
    }

    @Test
    void knowsWhatAProgramIsLinkedWith() throws Exception {
        assumeTrue(ElfImage.isElf(JAVA), "needs Linux");
        assertTrue(ElfImage.read(JAVA).needed().contains("libc.so.6"),
                ElfImage.read(JAVA).needed()::toString);
    }

    @Test
    void strippingTwiceChangesNothing() throws Exception {
        assumeTrue(ElfImage.isElf(JAVA), "needs Linux");
        byte[] once = ElfImage.read(JAVA).stripped();
        assertEquals(once.length, ElfImage.of("once", once).stripped().length);
    }

    @Test
    void refusesWhatIsNoLibrary() {
        InferenceException refused = assertThrows(InferenceException.class,
                () -> ElfImage.of("notes.txt", new byte[100]));
        assertEquals("notes.txt: expected a 64-bit ELF library, got something else", refused.getMessage());
    }
}
