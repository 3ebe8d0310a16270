package thaw.clients;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The page at {@code /} in a real Chromium. Needs Node.js; the browser comes inside an npm package. */
class PageTest {

    private static final Path SCRIPTS = Path.of("src", "test", "js").toAbsolutePath();

    @Test
    void servesAPersonInARealBrowser() throws Exception {
        assumeTrue(Tool.onPath("node") && Tool.onPath("npm"), "needs node and npm on the PATH");
        Path target = Path.of("target").toAbsolutePath();
        new Tool(SCRIPTS, Map.of()).run(10, "npm", "ci", "--no-audit", "--no-fund");
        Path inbox = Files.createTempDirectory(Files.createDirectories(target), "inbox");
        try (ServingProcess serving = new ServingProcess(target,
                ServingProcess.SAMPLES.resolve("models").toString(), "--data",
                Files.createTempDirectory(target, "page-data").toString(), "--watch", inbox + "=digits")) {
            Map<String, String> environment = Map.of("THAW_URL", "http://" + serving.address(), "THAW_INBOX",
                    inbox.toString());
            new Tool(SCRIPTS, environment).run(5, "node", "--test");
        }
    }
}
