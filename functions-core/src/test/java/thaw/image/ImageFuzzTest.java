package thaw.image;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import thaw.InferenceException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Whatever the bytes, the answer is pixels within the limits or a failure of the one kind that names the culprit. */
class ImageFuzzTest {

    private static final ImageLimits LIMITS = ImageLimits.ofDefaults().withMaxPixels(100_000);
    private static final List<byte[]> IMAGES = Fixtures.images().stream().map(Fixtures.Image::encoded)
            .toList();
    private static final byte[][] BEGINNINGS = {{(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10},
            {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF}, {'G', 'I', 'F', '8', '9', 'a'}, {'B', 'M'}};

    @Provide
    Arbitrary<byte[]> images() {
        return Arbitraries.of(IMAGES);
    }

    @Property(tries = 4000)
    void readsOrRefusesADamagedImage(@ForAll("images") byte[] image, @ForAll long seed) {
        readOrRefuse(damaged(image, new Random(seed)));
    }

    @Property(tries = 2000)
    void readsOrRefusesAnyBytesBehindAFormatsBeginning(@ForAll @Size(max = 400) byte[] bytes,
            @ForAll long seed) {
        byte[] beginning = BEGINNINGS[new Random(seed).nextInt(BEGINNINGS.length)];
        readOrRefuse(ByteBuffer.allocate(beginning.length + bytes.length).put(beginning).put(bytes).array());
    }

    private static void readOrRefuse(byte[] encoded) {
        try {
            PixelImage image = ImageDecoder.ofDefaults().decode(ByteBuffer.wrap(encoded), LIMITS);
            assertTrue((long) image.width() * image.height() <= LIMITS.maxPixels());
        } catch (InferenceException refused) {
            assertEquals(4, refused.kind().status() / 100, refused.getMessage());
            assertTrue(!refused.culprit().isEmpty());
        }
    }

    private static byte[] damaged(byte[] image, Random random) {
        byte[] bytes = image.clone();
        for (int i = random.nextInt(6); i >= 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes = Arrays.copyOf(bytes, at + 1);
                default -> System.arraycopy(bytes, random.nextInt(bytes.length - at), bytes, 0, at);
            }
        }
        return bytes;
    }
}
