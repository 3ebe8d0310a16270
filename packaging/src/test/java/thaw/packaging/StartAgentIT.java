package thaw.packaging;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thaw.onnx.StartPlan;
import thaw.testing.Command;
import thaw.testing.PythonEnvironment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

/** The agent's libraries are kept compiled, so that packaging needs no compiler: they are what their sources give. */
class StartAgentIT {

    private static final Path SOURCES = Path.of("src/main/native").toAbsolutePath();

    @Test
    void isCompiledFromTheSourcesThatAreHere(@TempDir Path folder) throws Exception {
        Path python = PythonEnvironment.of("zig", SOURCES.resolve("requirements.lock"));
        Command.of(folder, Duration.ofMinutes(10), SOURCES.resolve("build").toString(), folder.toString())
                .with("PYTHON", python.toString()).with("JAVA_HOME", System.getProperty("java.home"))
                // Its own cache would be in the home folder, and could be another version's.
                .with("ZIG_GLOBAL_CACHE_DIR", folder.resolve("cache").toString()).run();
        for (Architecture architecture : Architecture.values()) {
            String name = architecture + "/" + StartPlan.LIBRARY;
            try (InputStream kept = EarlyStart.class.getResourceAsStream("start/" + name)) {
                assertArrayEquals(Files.readAllBytes(folder.resolve(name)), kept.readAllBytes(),
                        name + ": compile it by src/main/native/build src/main/resources/thaw/packaging/start");
            }
        }
    }
}
