package thaw.image;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.zip.CRC32;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import thaw.InferenceException;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class ImageTensorWriterTest {
    private static final PixelImage TWO_PIXELS = PixelImage.copyOf(2, 1, 3,
            new byte[]{10, 20, 30, 40, 50, (byte) 255});

    @Test
    void writesPlanesPerChannel() {
        assertArrayEquals(new float[]{10, 40, 20, 50, 30, 255}, floats(ImageSpec.of(2, 1, 3).build()));
    }

    @Test
    void writesChannelsSideBySide() {
        assertArrayEquals(new float[]{10, 20, 30, 40, 50, 255},
                floats(ImageSpec.of(2, 1, 3).layout(ImageSpec.Layout.NHWC).build()));
    }

    @Test
    void writesBlueFirst() {
        assertArrayEquals(new float[]{30, 255, 20, 50, 10, 40},
                floats(ImageSpec.of(2, 1, 3).order(ImageSpec.Order.BGR).build()));
        assertArrayEquals(new float[]{30, 20, 10, 255, 50, 40}, floats(
                ImageSpec.of(2, 1, 3).order(ImageSpec.Order.BGR).layout(ImageSpec.Layout.NHWC).build()));
    }

    @Test
    void scalesThenSubtractsTheMeanThenDividesByTheDeviationOfEachTensorChannel() {
        assertArrayEquals(new float[]{4, 19, 4.5f, 12, 3.5f, 31.625f},
                floats(ImageSpec.of(2, 1, 3).scale(0.5).mean(1, 1, 1).std(1, 2, 4).build()));
        assertArrayEquals(new float[]{14, 126.5f, 8, 23, 2, 17},
                floats(ImageSpec.of(2, 1, 3).scale(0.5).mean(1, 2, 3).order(ImageSpec.Order.BGR).build()));
    }

    @Test
    void invertsBeforeScaling() {
        assertArrayEquals(new float[]{122.5f, 107.5f, 117.5f, 102.5f, 112.5f, 0},
                floats(ImageSpec.of(2, 1, 3).scale(0.5).invert(true).build()));
    }

    @Test
    void turnsColourIntoGreyByPillowsWeights() {
        assertArrayEquals(new float[]{18, 70}, floats(ImageSpec.of(2, 1, 1).build()));
    }

    @Test
    void writesEachImageBehindTheLast() {
        ImageTensorWriter writer = new ImageTensorWriter(ImageSpec.of(2, 1, 1).build());
        FloatBuffer batch = FloatBuffer.allocate(5);
        writer.write(TWO_PIXELS, batch);
        writer.write(PixelImage.copyOf(2, 1, 1, new byte[]{1, 2}), batch);
        assertArrayEquals(new float[]{18, 70, 1, 2, 0}, batch.array());
        assertEquals(4, batch.position());
        assertThrows(BufferOverflowException.class, () -> writer.write(TWO_PIXELS, batch));
    }

    @Test
    void writesBytesRoundedAndLimited() {
        ByteBuffer target = ByteBuffer.allocateDirect(6);
        new ImageTensorWriter(ImageSpec.of(2, 1, 3).scale(1.25).mean(15).build()).write(TWO_PIXELS, target);
        byte[] written = new byte[6];
        target.flip().get(written);
        assertArrayEquals(new byte[]{0, 35, 10, 48, 23, (byte) 255}, written);
    }

    /** The checksums are those of {@code ImageOps.fit(image, size, filter)} and {@code ImageOps.pad(...)}. */
    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {
            "CROP BILINEAR 8 8 0557d2d5", "PAD BILINEAR 8 8 8102f539", "CROP BILINEAR 5 13 df25df20",
            "PAD BILINEAR 5 13 7a8ef4b5", "CROP BILINEAR 40 16 e144e0eb", "PAD BILINEAR 40 16 92f22bc1",
            "CROP LANCZOS 8 8 9828df93", "PAD LANCZOS 8 8 4f665ac9", "CROP LANCZOS 5 13 20b599b5",
            "PAD LANCZOS 5 13 d0ac6767", "CROP LANCZOS 40 16 a3949e0d", "PAD LANCZOS 40 16 c4b0b857",
            "CROP NEAREST 8 8 c3ec3fc9", "PAD NEAREST 8 8 ff92b51e", "CROP NEAREST 5 13 8c26fc34",
            "PAD NEAREST 5 13 bd01eb9f", "CROP NEAREST 40 16 ac8709d2", "PAD NEAREST 40 16 f8b7989d"})
    void fitsAsPillowDoes(ImageSpec.Fit fit, ResizeFilter filter, int width, int height, String checksum) {
        ImageSpec spec = ImageSpec.of(width, height, 3).fit(fit).resize(filter)
                .background(10, 20, 30).build();
        assertEquals(checksum, checksum(new ImageTensorWriter(spec).fit(fixture("png-rgb8.png"))));
    }

    /** The checksums are those of {@code Image.paste(image, mask=alpha)} on white. */
    @Test
    void blendsAlphaAsPillowDoes() {
        PixelImage image = fixture("png-rgba8.png");
        ImageSpec.Builder colour = ImageSpec.of(image.width(), image.height(), 3).background(255, 255, 255);
        assertEquals("f45e3985", checksum(new ImageTensorWriter(colour.build()).fit(image)));
        ImageSpec.Builder grey = ImageSpec.of(image.width(), image.height(), 1).background(255, 255, 255);
        assertEquals("b4c08033", checksum(new ImageTensorWriter(grey.build()).fit(image)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "0|8|1|1|0|1|input.image.width must be 1 to 16384 but is 0.",
            "8|99999|1|1|0|1|input.image.height must be 1 to 16384 but is 99999.",
            "8|8|4|1|0|1|input.image.channels must be 1 (grey) or 3 (colour) but is 4.",
            "8|8|1|0|0|1|input.image.scale must be a finite number other than 0 but is 0.0.",
            "8|8|1|NaN|0|1|input.image.scale must be a finite number other than 0 but is NaN.",
            "8|8|3|1|Infinity|1|input.image.mean must be a finite number, once or for each of 3 channels"
                    + " but is [Infinity].",
            "8|8|1|1|0|0|input.image.std must be numbers other than 0 but is [0.0]."})
    void namesTheMemberThatIsWrong(int width, int height, int channels, double scale, double mean, double std,
            String message) {
        ImageSpec.Builder builder = ImageSpec.of(width, height, channels).scale(scale).mean(mean).std(std);
        assertEquals("model.json: " + message,
                assertThrows(InferenceException.class, builder::build).getMessage());
    }

    @Test
    void wantsAMeanForEachChannel() {
        ImageSpec.Builder builder = ImageSpec.of(8, 8, 3).mean(1, 2);
        assertEquals(
                "model.json: input.image.mean must be a finite number, once or for each of 3 channels but is [1.0, 2.0].",
                assertThrows(InferenceException.class, builder::build).getMessage());
    }

    private static float[] floats(ImageSpec spec) {
        FloatBuffer target = ByteBuffer.allocateDirect(4 * spec.elements()).asFloatBuffer();
        new ImageTensorWriter(spec).write(TWO_PIXELS, target);
        float[] written = new float[spec.elements()];
        target.flip().get(written);
        return written;
    }

    private static PixelImage fixture(String file) {
        return Fixtures.named(file).decode();
    }

    private static String checksum(PixelImage image) {
        CRC32 crc = new CRC32();
        crc.update(image.samples());
        return String.format("%08x", crc.getValue());
    }
}
