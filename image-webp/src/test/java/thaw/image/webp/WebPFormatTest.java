package thaw.image.webp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.ZipFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import thaw.InferenceException;
import thaw.image.ImageDecoder;
import thaw.image.ImageLimits;
import thaw.image.PixelImage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class WebPFormatTest {
    @ParameterizedTest
    @ValueSource(strings = {"webp-lossless.webp", "webp-lossless-alpha.webp", "webp-exif-6.webp"})
    void losslessPixelsAreThoseOfPillow(String file) throws IOException {
        PixelImage image = decode(encoded(file));
        byte[] expected = expected(file + ".rgb");
        assertEquals(expected.length, image.width() * image.height() * 3);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i] & 0xFF, sample(image, i));
        }
    }

    /** The reader repeats chrominance samples where libwebp, and so Pillow, interpolates them. */
    @ParameterizedTest
    @ValueSource(strings = {"webp-lossy.webp", "webp-lossy-alpha.webp"})
    void lossyPixelsAreThoseOfPillowButForTheChrominance(String file) throws IOException {
        PixelImage image = decode(encoded(file));
        byte[] expected = expected(file + ".rgb");
        assertEquals(expected.length, image.width() * image.height() * 3);
        double grey = 0;
        for (int i = 0; i < expected.length; i += 3) {
            grey += Math.abs(0.299 * (sample(image, i) - (expected[i] & 0xFF))
                    + 0.587 * (sample(image, i + 1) - (expected[i + 1] & 0xFF))
                    + 0.114 * (sample(image, i + 2) - (expected[i + 2] & 0xFF)));
        }
        grey /= expected.length / 3;
        assertTrue(grey < 1, "the grey differs by " + grey + " on average");
    }

    private static int sample(PixelImage image, int index) {
        int pixel = index / 3;
        return image.sample(pixel % image.width(), pixel / image.width(), index % 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"webp-lossless.webp", "webp-lossy.webp", "webp-lossy-alpha.webp",
            "webp-exif-6.webp"})
    void refusesATruncatedFile(String file) throws IOException {
        byte[] encoded = encoded(file);
        for (int length = 12; length < encoded.length; length++) {
            byte[] cut = Arrays.copyOf(encoded, length);
            assertThrows(InferenceException.class, () -> decode(cut));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"webp-lossless-alpha.webp", "webp-lossy.webp", "webp-animated.webp"})
    void changedBytesGivePixelsOrAnInferenceException(String file) throws IOException {
        byte[] encoded = encoded(file);
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            byte[] changed = encoded.clone();
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            try {
                PixelImage image = decode(changed);
                assertTrue(image.width() * image.height() <= 1_000_000);
            } catch (InferenceException e) {
                assertTrue(e.getMessage().endsWith("."), e.getMessage());
            }
        }
    }

    @Test
    void checksTheLimitsOfItsSize() throws IOException {
        byte[] encoded = encoded("webp-lossless.webp");
        InferenceException refused = assertThrows(InferenceException.class, () -> ImageDecoder.ofDefaults()
                .decode(ByteBuffer.wrap(encoded), ImageLimits.ofDefaults().withMaxPixels(10)));
        assertTrue(refused.getMessage().equals("WebP image: expected at most 10 pixels, got 945"),
                refused.getMessage());
    }

    private static PixelImage decode(byte[] encoded) {
        return ImageDecoder.ofDefaults().decode(ByteBuffer.wrap(encoded),
                ImageLimits.ofDefaults().withMaxPixels(1_000_000));
    }

    private static byte[] encoded(String file) throws IOException {
        return Files.readAllBytes(folder().resolve(file));
    }

    private static byte[] expected(String name) throws IOException {
        try (ZipFile zip = new ZipFile(folder().resolve("expected.zip").toFile());
                InputStream in = zip.getInputStream(zip.getEntry(name))) {
            return in.readAllBytes();
        }
    }

    private static Path folder() {
        String told = System.getProperty("thaw.samples");
        if (told != null) {
            return Path.of(told, "fixtures", "images");
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("samples/fixtures/images"))) {
                return at.resolve("samples/fixtures/images");
            }
        }
        throw new IllegalStateException(
                "No folder samples/fixtures/images here or above; set -Dthaw.samples.");
    }
}
