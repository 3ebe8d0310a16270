package thaw.hosting;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Escapes, and what only looks like one. */
class PercentTest {

    @ParameterizedTest
    @CsvSource({"plain, plain", "a%20b, a b", "%E9%9B%AA/100%25, 雪/100%", "雪%C3%a9, 雪é", "a+b, a+b",
            "100%, 100%",
            "%2, %2", "%zz%41, %zzA", "%%41, %A"})
    void decodesEscapesAndLeavesWhatIsNone(String text, String decoded) {
        assertEquals(decoded, Percent.decode(text));
    }
}
