package thaw.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SoakVerdictTest {

    private static SoakVerdict verdict(IntFunction<Usage> second) {
        List<Usage> samples = IntStream.range(0, 120).mapToObj(second).toList();
        return new SoakVerdict(samples, 20, 1000, Map.of());
    }

    @Test
    void aSawToothIsFlat() {
        assertTrue(verdict(second -> new Usage(500_000 + second % 5 * 10_000, 40, 30)).flat());
    }

    @Test
    void whatGrewDuringWarmUpIsForgiven() {
        assertTrue(verdict(second -> new Usage(second < 20 ? 100_000 : 500_000, 40, 30)).flat());
    }

    @Test
    void memoryThatClimbsIsNotFlat() {
        SoakVerdict verdict = verdict(second -> new Usage(500_000 + second * 1_000, 40, 30));
        assertFalse(verdict.flat());
        assertEquals(0.17, verdict.growth(Usage::kilobytes), 0.01);
    }

    @Test
    void oneHandleLeakedEveryTenSecondsIsNotFlat() {
        assertFalse(verdict(second -> new Usage(500_000, 40 + second / 10, 30)).flat());
    }

    @Test
    void aWrongAnswerIsNotFlat() {
        List<Usage> samples = IntStream.range(0, 20).mapToObj(second -> new Usage(1, 1, 1)).toList();
        assertFalse(new SoakVerdict(samples, 0, 9, Map.of("picture: 500", new AtomicLong(1))).flat());
    }

    @Test
    void refusesASoakThatIsTooShortToJudge() {
        List<Usage> samples = IntStream.range(0, 15).mapToObj(second -> new Usage(1, 1, 1)).toList();
        assertThrows(IllegalArgumentException.class, () -> new SoakVerdict(samples, 6, 9, Map.of()));
    }
}
