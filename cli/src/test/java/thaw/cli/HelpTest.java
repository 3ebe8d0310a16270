package thaw.cli;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class HelpTest {

    @ParameterizedTest
    @ValueSource(strings = {"--help", "serve --help", "demo --help", "inspect --help", "predict --help",
            "completion --help", "replay --help",
            "help inspect"})
    void documentsTheExitCodes(String arguments) {
        CommandRun run = CommandRun.thaw(arguments.split(" "));
        assertEquals(0, run.exitCode());
        assertTrue(run.out().contains("Exit codes:"), run.out());
    }

    @Test
    void tellsTheVersionThatWasBuilt() {
        CommandRun run = CommandRun.thaw("--version");
        assertTrue(run.out().matches("thaw \\d+\\.\\d+\\.\\d+\\S* on Java \\S+\\s+"), run.out());
    }
}
