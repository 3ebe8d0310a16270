package thaw.predict;

import java.util.Comparator;
import java.util.stream.IntStream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

class RankingTest {

    /** Few different scores, so that ties are the rule. */
    @Property
    void isAStableSortCutOff(@ForAll @Size(max = 40) int @IntRange(min = 0, max = 5) [] tenths,
            @ForAll @IntRange(min = 1, max = 45) int atMost, @ForAll @IntRange(max = 6) int threshold) {
        double[] scores = IntStream.of(tenths).mapToDouble(value -> value / 10.0).toArray();
        int[] expected = IntStream.range(0, scores.length).filter(i -> scores[i] >= threshold / 10.0).boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
                .limit(atMost).mapToInt(Integer::intValue).toArray();
        assertArrayEquals(expected, Ranking.best(scores, atMost, threshold / 10.0));
    }
}
