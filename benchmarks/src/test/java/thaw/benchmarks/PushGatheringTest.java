package thaw.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** No figures: only that the benchmark still starts and that every message is acknowledged. */
class PushGatheringTest {

    @Test
    void startsAndGivesFigures(@TempDir Path folder) throws Exception {
        Path page = folder.resolve("gathering.md");
        PushGathering.main(new String[]{"--millis", "100", "--rounds", "1", "--result", page.toString()});
        assertTrue(Files.readString(page).contains("| 5 ms |"), "a row");
    }
}
