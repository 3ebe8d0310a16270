package thaw.predict;

import java.util.Arrays;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ActivationTest {

    @Property
    void softmaxSumsToOneAndKeepsTheOrder(
            @ForAll @Size(min = 1, max = 50) double @DoubleRange(min = -1e6, max = 1e6) [] logits) {
        double[] scores = logits.clone();
        Activation.SOFTMAX.apply(scores);
        assertEquals(1, Arrays.stream(scores).sum(), 1e-12);
        for (int i = 1; i < scores.length; i++) {
            assertTrue(logits[i - 1] > logits[i] ? scores[i - 1] >= scores[i] : scores[i - 1] <= scores[i]);
        }
    }

    @Test
    void softmaxOfTheLargestFloatsDoesNotOverflow() {
        double[] scores = {Float.MAX_VALUE, Float.MAX_VALUE, -Float.MAX_VALUE};
        Activation.SOFTMAX.apply(scores);
        assertArrayEquals(new double[]{0.5, 0.5, 0}, scores);
    }

    @Test
    void sigmoidStaysWithinZeroAndOneAtTheEnds() {
        double[] scores = {-Float.MAX_VALUE, 0, Float.MAX_VALUE};
        Activation.SIGMOID.apply(scores);
        assertArrayEquals(new double[]{0, 0.5, 1}, scores);
    }

    @Test
    void noneLeavesLogitsAlone() {
        double[] scores = {-3, 7};
        Activation.NONE.apply(scores);
        assertArrayEquals(new double[]{-3, 7}, scores);
    }
}
