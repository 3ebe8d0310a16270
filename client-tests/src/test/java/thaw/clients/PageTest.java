package thaw.clients;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import thaw.testing.Command;
import thaw.testing.NodePackages;

/** The page at {@code /} in a real Chromium. Needs Node.js; the browser comes inside an npm package. */
class PageTest {

    private static final Path SCRIPTS = Path.of("src", "test", "js").toAbsolutePath();

    @Test
    void servesAPersonInARealBrowser() throws Exception {
        NodePackages.in(SCRIPTS);
        Path target = Path.of("target").toAbsolutePath();
        Path inbox = Files.createTempDirectory(Files.createDirectories(target), "inbox");
        try (ServingProcess serving = new ServingProcess(target,
                ServingProcess.SAMPLES.resolve("models").toString(), "--data",
                Files.createTempDirectory(target, "page-data").toString(), "--watch", inbox + "=digits")) {
            Command.of(SCRIPTS, Duration.ofMinutes(5), "node", "--test")
                    .with("THAW_URL", "http://" + serving.address()).with("THAW_INBOX", inbox.toString())
                    .run();
        }
    }
}
