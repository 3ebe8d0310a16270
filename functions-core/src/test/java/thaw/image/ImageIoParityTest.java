package thaw.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.ImageOutputStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A second opinion: files that ImageIO writes, read by both. */
class ImageIoParityTest {
    private static final int ROUNDS = 40;
    private static final int[] TYPES = {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_INT_ARGB,
            BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_BYTE_INDEXED, BufferedImage.TYPE_BYTE_BINARY};

    @BeforeAll
    static void needsNoScreen() {
        System.setProperty("java.awt.headless", "true");
        ImageIO.setUseCache(false);
    }

    @RepeatedTest(ROUNDS)
    void losslessFormatsGiveTheSamePixels(RepetitionInfo round) throws IOException {
        Random random = new Random(round.getCurrentRepetition());
        int type = TYPES[random.nextInt(TYPES.length)];
        BufferedImage written = picture(random, type);
        for (String format : new String[]{"png", "gif", "bmp"}) {
            if (type == BufferedImage.TYPE_INT_ARGB && format.equals("bmp")) {
                continue;
            }
            byte[] encoded = encode(written, format, 1, random.nextBoolean());
            assertSame(read(encoded), Fixtures.decode(encoded), 0, format);
        }
    }

    @RepeatedTest(ROUNDS)
    void jpegIsWithinOneLevel(RepetitionInfo round) throws IOException {
        Random random = new Random(-round.getCurrentRepetition());
        int type = random.nextInt(4) == 0 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB;
        byte[] encoded = encode(picture(random, type), "jpg", 0.1f + random.nextFloat() * 0.9f,
                random.nextBoolean());
        assertSame(read(encoded), Fixtures.decode(encoded), 1, "jpg");
    }

    private static BufferedImage picture(Random random, int type) {
        BufferedImage image = new BufferedImage(1 + random.nextInt(70), 1 + random.nextInt(70), type);
        int noise = 1 + random.nextInt(200);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int grey = x * 3 & 0xFF;
                int rgb = (y * 4 + random.nextInt(noise) & 0xFF) << 16 | grey << 8 | random.nextInt(noise);
                image.setRGB(x, y, random.nextInt(5) << 30 | rgb);
            }
        }
        return image;
    }

    private static byte[] encode(BufferedImage image, String format, float quality, boolean progressive)
            throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ImageWriteParam param = writer.getDefaultWriteParam();
        if (param.canWriteProgressive()) {
            param.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT
                    : ImageWriteParam.MODE_DISABLED);
        }
        if (format.equals("jpg")) {
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(quality);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), param);
            writer.write(null, new IIOImage(image, null, metadata), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static BufferedImage read(byte[] encoded) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(encoded));
    }

    private static void assertSame(BufferedImage expected, PixelImage actual, int tolerance, String format) {
        assertEquals(expected.getWidth() + " x " + expected.getHeight(), actual.width() + " x "
                + actual.height());
        for (int y = 0; y < actual.height(); y++) {
            for (int x = 0; x < actual.width(); x++) {
                int[] pixel = pixel(expected, x, y);
                for (int c = 0; c < 3; c++) {
                    int sample = actual.sample(x, y, actual.channels() == 1 ? 0 : c);
                    assertTrue(Math.abs(pixel[c] - sample) <= tolerance, format + " " + expected.getType()
                            + " ("
                            + x + ", " + y + ", " + c + "): expected " + pixel[c] + " but was " + sample);
                }
                assertEquals(pixel[3], actual.channels() == 4 ? actual.sample(x, y, 3) : 255);
            }
        }
    }

    /** Of grey images the samples themselves: getRGB would apply ImageIO's idea of a grey profile. */
    private static int[] pixel(BufferedImage image, int x, int y) {
        if (image.getColorModel().getNumComponents() == 1
                && !(image.getColorModel() instanceof java.awt.image.IndexColorModel)) {
            int grey = image.getRaster().getSample(x, y, 0);
            return new int[]{grey, grey, grey, 255};
        }
        int argb = image.getRGB(x, y);
        return new int[]{argb >> 16 & 0xFF, argb >> 8 & 0xFF, argb & 0xFF, argb >>> 24};
    }
}
