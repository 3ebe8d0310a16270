package thaw.predict;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class HalfFloatsTest {

    @Test
    void everyFp16SurvivesTheWayThroughFloat() {
        for (int bits = 0; bits <= 0xffff; bits++) {
            float value = HalfFloats.fromFp16((short) bits);
            assertTrue(
                    Float.isNaN(value) ? (bits & 0x7fff) > 0x7c00 : HalfFloats.toFp16(value) == (short) bits,
                    Integer.toHexString(bits));
        }
    }

    @Test
    void everyBf16SurvivesTheWayThroughFloat() {
        for (int bits = 0; bits <= 0xffff; bits++) {
            float value = HalfFloats.fromBf16((short) bits);
            assertTrue(Float.isNaN(value) || HalfFloats.toBf16(value) == (short) bits,
                    Integer.toHexString(bits));
        }
    }

    @Test
    void valuesOfTheStandardAreKnown() {
        assertEquals(1f, HalfFloats.fromFp16((short) 0x3c00));
        assertEquals(65_504f, HalfFloats.fromFp16((short) 0x7bff));
        assertEquals(0x1p-24f, HalfFloats.fromFp16((short) 1));
        assertEquals((short) 0x7c00, HalfFloats.toFp16(65_520f));
        assertEquals((short) 0x7bff, HalfFloats.toFp16(65_519.996f));
        assertEquals(0, HalfFloats.toFp16(0x1p-25f));
        assertEquals(1, HalfFloats.toFp16(Math.nextUp(0x1p-25f)));
        assertEquals((short) 0x3f80, HalfFloats.toBf16(1f));
        assertTrue(Float.isNaN(HalfFloats.fromFp16(HalfFloats.toFp16(Float.NaN))));
        assertTrue(Float.isNaN(HalfFloats.fromBf16(HalfFloats.toBf16(Float.NaN))));
    }

    @Property
    void fp16IsTheNearest(@ForAll float value) {
        if (Math.abs(value) <= 65_504) {
            short half = HalfFloats.toFp16(value);
            double error = Math.abs((double) HalfFloats.fromFp16(half) - value);
            for (int step = -1; step <= 1; step += 2) {
                float neighbour = HalfFloats.fromFp16((short) (half + step));
                assertTrue(Float.isNaN(neighbour) || error <= Math.abs((double) neighbour - value),
                        "" + value);
            }
        }
    }
}
