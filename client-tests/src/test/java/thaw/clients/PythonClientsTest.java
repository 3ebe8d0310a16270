package thaw.clients;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * {@code tritonclient.http} and {@code open-inference-openapi} as their users install them. Needs Python 3.11 or newer;
 * everything else is installed into {@code target}.
 */
class PythonClientsTest {

    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Path SCRIPTS = Path.of("src", "test", "python").toAbsolutePath();
    private static final Path PYTHON = TARGET.resolve("python/bin/python");

    @BeforeAll
    static void installClients() throws Exception {
        assumeTrue(Tool.onPath("python3"), "needs python3 on the PATH");
        Tool tool = new Tool(SCRIPTS, Map.of());
        String version = tool.run(1, "python3", "-c", "import sys; print(sys.version_info >= (3, 11))")
                .strip();
        assumeTrue(version.equals("True"), "needs Python 3.11 or newer");
        if (!Files.exists(PYTHON)) {
            tool.run(2, "python3", "-m", "venv", PYTHON.getParent().getParent().toString());
        }
        tool.run(10, PYTHON.toString(), "-m", "pip", "install", "--quiet", "--require-hashes", "-r",
                "requirements.lock");
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
        new Tool(SCRIPTS, Map.of()).run(2, PYTHON.toString(), "models.py", repository.toString());
        try (ServingProcess serving = new ServingProcess(TARGET, repository.toString(), "--data",
                TARGET.resolve("clients-data").toString())) {
            Tool tool = new Tool(SCRIPTS,
                    Map.of("THAW_ADDRESS", serving.address(), "PYTHONDONTWRITEBYTECODE", "1"));
            String report = tool.run(5, PYTHON.toString(), "-m", "pytest", "-q", "-p", "no:cacheprovider",
                    script);
            assertTrue(report.contains(" passed") && !report.contains(" skipped"), report);
        }
    }
}
