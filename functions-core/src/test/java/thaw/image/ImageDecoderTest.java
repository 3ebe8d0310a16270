package thaw.image;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import thaw.InferenceException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class ImageDecoderTest {
    @Test
    void readsDirectReadOnlyAndSlicedBuffersWithoutMovingThem() {
        Fixtures.Image fixture = fixture("jpeg-420.jpg");
        byte[] encoded = fixture.encoded();
        ByteBuffer direct = ByteBuffer.allocateDirect(encoded.length + 9).put(new byte[5]).put(encoded);
        direct.flip().position(5);
        ByteBuffer sliced = ByteBuffer.allocate(encoded.length + 9).put(new byte[5]).put(encoded);
        sliced.flip().position(5);
        for (ByteBuffer buffer : List.of(direct, sliced, sliced.asReadOnlyBuffer(), sliced.slice())) {
            int position = buffer.position();
            assertEquals(fixture.decode(), ImageDecoder.ofDefaults().decode(buffer,
                    ImageLimits.ofDefaults()));
            assertEquals(position, buffer.position());
        }
    }

    @ParameterizedTest
    @CsvSource({
            "C3, lossless JPEG is not supported.", "C5, hierarchical JPEG is not supported.",
            "C9, arithmetic coding is not supported.", "CA, arithmetic coding is not supported."})
    void saysWhichKindOfJpegIsNotSupported(String marker, String message) {
        byte[] encoded = fixture("jpeg-444.jpg").encoded();
        encoded[frameHeader(encoded) + 1] = (byte) Integer.parseInt(marker, 16);
        assertEquals("The JPEG image cannot be read: " + message, refusal(encoded));
    }

    @Test
    void saysThatTwelveBitsAreNotSupported() {
        byte[] encoded = fixture("jpeg-444.jpg").encoded();
        encoded[frameHeader(encoded) + 4] = 12;
        assertEquals("The JPEG image cannot be read: 12 bits a sample are not supported, 8 are.",
                refusal(encoded));
    }

    @Test
    void namesTheChunkWhoseChecksumIsWrong() {
        byte[] encoded = fixture("png-rgb8.png").encoded();
        int pixels = indexOf(encoded, "IDAT");
        encoded[pixels + 10] ^= 1;
        String message = refusal(encoded);
        assertEquals("The PNG image is damaged: the checksum of its chunk IDAT is ",
                message.substring(0, 60));
    }

    @Test
    void saysThatAPngWasMangledInTransfer() {
        byte[] encoded = fixture("png-rgb8.png").encoded();
        encoded[4] = '\n';
        assertEquals("The PNG image is damaged: its signature was changed, as a transfer in text mode does.",
                refusal(encoded));
    }

    @Test
    void theSamplingOfASingleComponentChangesNothing() {
        Fixtures.Image fixture = fixture("jpeg-grey.jpg");
        byte[] encoded = fixture.encoded();
        encoded[frameHeader(encoded) + 11] = 0x42;
        assertEquals(fixture.decode(), Fixtures.decode(encoded));
    }

    @ParameterizedTest
    @CsvSource({
            "'RIFF\0\0\0\0WEBPVP8 ', 'unsupported image format WebP: add dev.thaw:image-webp to the function''s"
                    + " dependencies; supported are PNG, JPEG, GIF and BMP.'",
            "'II*\0.......', 'unsupported image format TIFF; supported are PNG, JPEG, GIF and BMP.'",
            "'....ftypavif', 'unsupported image format AVIF; supported are PNG, JPEG, GIF and BMP.'",
            "'....ftypheic', 'unsupported image format HEIC; supported are PNG, JPEG, GIF and BMP.'",
            "'%PDF-1.7', 'unsupported image format PDF; supported are PNG, JPEG, GIF and BMP.'",
            "'{\"a\":1}', 'The image file''s format is not known: it starts with the bytes 7b 22 61 22 3a 31 7d;"
                    + " expected a PNG, JPEG, GIF or BMP file.'",
            "'', 'The image file is empty; expected a PNG, JPEG, GIF or BMP file.'"})
    void namesTheFormatThatIsNotSupported(String start, String message) {
        assertEquals(message, refusal(start.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void sixteenBitGreyKeepsItsHighByteInsteadOfTurningWhite() throws IOException {
        Fixtures.Image fixture = fixture("png-grey16.png");
        PixelImage image = fixture.decode();
        Raster raster = ImageIO.read(new ByteArrayInputStream(fixture.encoded())).getRaster();
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                assertEquals(raster.getSample(x, y, 0) >> 8, image.sample(x, y, 0));
            }
        }
    }

    private static Fixtures.Image fixture(String file) {
        return Fixtures.named(file);
    }

    private static String refusal(byte[] encoded) {
        InferenceException refused = assertThrows(InferenceException.class, () -> Fixtures.decode(encoded));
        return refused.getMessage().substring(refused.culprit().length() + ": ".length());
    }

    private static int frameHeader(byte[] encoded) {
        int at = 2;
        while ((encoded[at + 1] & 0xF0) != 0xC0 || (encoded[at + 1] & 0xFF) == 0xC4) {
            at += 2 + ((encoded[at + 2] & 0xFF) << 8 | encoded[at + 3] & 0xFF);
        }
        return at;
    }

    private static int indexOf(byte[] encoded, String text) {
        byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
        int at = 0;
        while (!Arrays.equals(encoded, at, at + wanted.length, wanted, 0, wanted.length)) {
            at++;
        }
        return at;
    }
}
