package thaw.model;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.zip.CRC32C;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

/** The sum of a native executable is that of the virtual machine, whatever the buffers. */
class InterleavedCrc32cTest {

    private final Random random = new Random(32);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 3071, 3072, 3073, 3095, 3096, 4099, 131_072, 300_001})
    void isThatOfTheJdk(int length) {
        byte[] bytes = new byte[length + 5];
        random.nextBytes(bytes);
        CRC32C expected = new CRC32C();
        InterleavedCrc32c actual = new InterleavedCrc32c();
        for (ByteBuffer whole : new ByteBuffer[]{ByteBuffer.wrap(bytes),
                ByteBuffer.allocateDirect(bytes.length).put(bytes).flip()}) {
            expected.update(whole.duplicate().position(5));
            ByteBuffer taken = whole.position(5);
            actual.update(taken);
            assertEquals(expected.getValue(), actual.getValue());
            assertEquals(0, taken.remaining());
        }
        actual.reset();
        actual.update(bytes);
        expected.reset();
        expected.update(bytes);
        assertEquals(expected.getValue(), actual.getValue());
    }

    @Test
    void goesOnWithBuffersOfOtherLengths() {
        CRC32C expected = new CRC32C();
        InterleavedCrc32c actual = new InterleavedCrc32c();
        for (int i = 0; i < 200; i++) {
            byte[] bytes = new byte[random.nextInt(20_000)];
            random.nextBytes(bytes);
            expected.update(bytes);
            actual.update(bytes);
            assertEquals(expected.getValue(), actual.getValue());
        }
    }

    @Test
    void leavesItToTheProcessorOnAVirtualMachine() {
        assertInstanceOf(CRC32C.class, InterleavedCrc32c.fastest());
    }
}
