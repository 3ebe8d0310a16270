package thaw.image;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import thaw.InferenceException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Whatever the bytes are: pixels or an InferenceException, soon, and within the memory that the limits allow.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileImageTest {
    private static final int FLIPS = 400;
    private static final ImageLimits LIMITS = ImageLimits.ofDefaults().withMaxPixels(250_000);
    /** Per pixel: the answer, an upright copy, a JPEG's padded planes and coefficients, a GIF's indices. */
    private static final long MOST_BYTES = 250_000L * 24 + 500_000;

    static List<Fixtures.Image> images() {
        return Fixtures.images();
    }

    @ParameterizedTest
    @MethodSource("images")
    void aTruncatedFileIsRefusedOrWholeButNeverHalfDecoded(Fixtures.Image fixture) {
        byte[] encoded = fixture.encoded();
        PixelImage whole = fixture.decode();
        int refused = 0;
        for (int length = 0; length < encoded.length; length++) {
            Optional<PixelImage> image = decode(Arrays.copyOf(encoded, length));
            refused += image.isEmpty() ? 1 : 0;
            assertTrue(image.isEmpty() || image.get().equals(whole), "differs when cut to " + length
                    + " bytes");
        }
        // What follows the last pixel (an end marker, padding, further frames) may be missing, except in a
        // JPEG.
        assertTrue(refused > 10, "refused only " + refused + " of " + encoded.length);
        assertFalse(fixture.format().equals("JPEG") && refused < encoded.length, "a cut JPEG was accepted");
    }

    @ParameterizedTest
    @MethodSource("images")
    void changedBytesGivePixelsOrAnInferenceException(Fixtures.Image fixture) {
        byte[] encoded = fixture.encoded();
        Random random = new Random(fixture.file().hashCode());
        for (int i = 0; i < FLIPS; i++) {
            byte[] changed = encoded.clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                // Headers are short and decide most, so half of the changes go there.
                int range = random.nextBoolean() ? Math.min(changed.length, 64) : changed.length;
                changed[random.nextInt(range)] = (byte) random.nextInt(256);
            }
            decode(changed);
        }
    }

    @ParameterizedTest
    @MethodSource("images")
    void swappedPartsGivePixelsOrAnInferenceException(Fixtures.Image fixture) {
        byte[] encoded = fixture.encoded();
        Random random = new Random(~fixture.file().hashCode());
        for (int i = 0; i < FLIPS / 4; i++) {
            byte[] changed = Arrays.copyOf(encoded, encoded.length + random.nextInt(50));
            int length = 1 + random.nextInt(Math.max(1, encoded.length / 2));
            System.arraycopy(encoded, random.nextInt(encoded.length - length + 1), changed,
                    random.nextInt(changed.length - length + 1), length);
            decode(changed);
        }
    }

    /** Empty if it was refused; any other failure goes through to the test. */
    private static Optional<PixelImage> decode(byte[] encoded) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            PixelImage image = ImageDecoder.ofDefaults().decode(ByteBuffer.wrap(encoded), LIMITS);
            assertEquals((long) image.width() * image.height() * image.channels(),
                    image.samples().remaining());
            return Optional.of(image);
        } catch (InferenceException e) {
            assertTrue(e.culprit().contains("image"), "no culprit: " + e.getMessage());
            return Optional.empty();
        } finally {
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertTrue(allocated < MOST_BYTES + encoded.length * 2L, "allocated " + allocated);
        }
    }
}
