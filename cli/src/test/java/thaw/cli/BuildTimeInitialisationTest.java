package thaw.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thaw.testing.Command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Whoever makes a native image may initialise every class of ours while it is made, but for those that we name. */
class BuildTimeInitialisationTest {

    @TempDir
    Path folder;

    @Test
    void startsNoThreadAndLoadsNoLibrary() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> lines = Command.of(folder, folder.resolve("output.log"), Duration.ofMinutes(2), java,
                "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                InitialisesEverything.class.getName()).run().lines()
                .filter(line -> !line.startsWith("SLF4J")).toList();
        assertEquals(List.of(), lines.subList(1, lines.size()));
        assertTrue(Integer.parseInt(lines.get(0)) > 400, lines.get(0) + " classes were initialised");
    }
}
