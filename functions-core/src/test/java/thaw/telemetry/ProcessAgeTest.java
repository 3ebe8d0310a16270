package thaw.telemetry;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class ProcessAgeTest {

    private static final String AFTER_NAME = "S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 ";

    @Test
    void countsFromTheTickInWhichTheProcessWasMade() {
        assertEquals(345, ProcessAge.millis("7 (java) " + AFTER_NAME + "1200 99 98", "12.345 20.00\n"));
    }

    @Test
    void readsPastANameWithSpacesAndParentheses() {
        assertEquals(2000, ProcessAge.millis("7 (a) b (c)) " + AFTER_NAME + "100 99", "3.00 9.00\n"));
    }

    @Test
    void isNeverNegative() {
        assertEquals(0, ProcessAge.millis("7 (java) " + AFTER_NAME + "101 99", "1.00 9.00\n"));
    }

    @Test
    void agreesWithThePlatformToAFewSeconds() {
        assumeTrue(Files.exists(Path.of("/proc/self/stat")), "only Linux has /proc");
        Instant started = ProcessHandle.current().info().startInstant().orElseThrow();
        long expected = Duration.between(started, Instant.now()).toMillis();
        long actual = ProcessAge.millis().orElseThrow();
        assertTrue(Math.abs(expected - actual) < 5000, expected + " and " + actual);
    }
}
