package thaw.clients;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import thaw.testing.Command;
import thaw.testing.PythonEnvironment;

import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * {@code tritonclient.http} and {@code open-inference-openapi} as their users install them. Needs Python 3.11 or newer;
 * everything else is installed.
 */
class PythonClientsTest {

    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Path SCRIPTS = Path.of("src", "test", "python").toAbsolutePath();
    private static Path python;

    @BeforeAll
    static void installClients() {
        python = PythonEnvironment.of("clients", SCRIPTS.resolve("requirements.lock"));
    }

    @Test
    void tritonclientWorksUnmodified() throws Exception {
        pytest("test_tritonclient.py");
    }

    @Test
    void openInferenceOpenapiWorksUnmodified() throws Exception {
        pytest("test_open_inference.py");
    }

    private static void pytest(String script) throws Exception {
        Path repository = TARGET.resolve("client-models");
        Command.of(SCRIPTS, Duration.ofMinutes(2), python.toString(), "models.py", repository.toString())
                .run();
        try (ServingProcess serving = new ServingProcess(TARGET, repository.toString(), "--data",
                TARGET.resolve("clients-data").toString())) {
            String report = Command
                    .of(SCRIPTS, Duration.ofMinutes(5), python.toString(), "-m", "pytest", "-q", "-p",
                            "no:cacheprovider", script)
                    .with("THAW_ADDRESS", serving.address()).with("PYTHONDONTWRITEBYTECODE", "1").run();
            assertTrue(report.contains(" passed") && !report.contains(" skipped"), report);
        }
    }
}
