package thaw.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** No figures: only that the benchmark still starts, without the wire, and that every message is acknowledged. */
class PushGatheringTest {

    @Test
    void startsAndGivesFigures(@TempDir Path folder) throws Exception {
        Path page = folder.resolve("gathering.md");
        PushGathering.main(new String[]{"--wire", "no", "--millis", "100", "--rounds", "1", "--warm-up",
                "100", "--result", page.toString()});
        assertTrue(Files.readString(page).contains("| a write takes 5 ms, no wire |"), "a row");
    }
}
