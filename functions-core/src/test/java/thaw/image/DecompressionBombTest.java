package thaw.image;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

import org.junit.jupiter.api.Test;
import thaw.InferenceException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Small files that declare or unfold into something large. */
class DecompressionBombTest {
    private static final long LITTLE = 1 << 20;

    @Test
    void refusesAHeaderAboveThePixelLimit() {
        assertRefused(png(20_000, 20_000, new byte[100]), "PNG", "400000000", "50000000");
        assertRefused(bmp(20_000, 20_000), "BMP", "400000000", "50000000");
        assertRefused(gif(20_000, 20_000), "GIF", "400000000", "50000000");
        assertRefused(jpeg(20_000, 20_000), "JPEG", "400000000", "50000000");
    }

    @Test
    void refusesASideAboveItsLimit() {
        assertRefused(png(2_000_000_000, 1, new byte[10]),
                "PNG", "2000000000", "30000");
        assertRefused(png(1, -1, new byte[10]), "PNG", "4294967295", "30000");
    }

    @Test
    void refusesAnEmptyImage() {
        assertRefused(png(0, 7, new byte[10]),
                "The PNG image is declared 0 x 7 pixels, both sides must be at least 1.");
    }

    @Test
    void takesNoMemoryForPixelsThatTheFileCannotHold() {
        assertRefused(png(7_000, 7_000, new byte[100]), "7000 x 7000 pixels take at least");
        assertRefused(bmp(7_000, 7_000), "7000 x 7000 pixels take at least");
        assertRefused(gif(7_000, 7_000), "7000 x 7000 pixels take at least");
        assertRefused(jpeg(7_000, 7_000), "7000 x 7000 pixels take at least");
    }

    @Test
    void inflatesNoMoreThanTheHeaderDemands() throws IOException {
        byte[] bomb = png(2, 2, deflated(200_000_000));
        assertTrue(bomb.length < 400_000, "the bomb is no longer small: " + bomb.length);
        long before = allocated();
        long start = System.nanoTime();
        PixelImage image = Fixtures.decode(bomb);
        assertEquals(0, image.sample(1, 1, 0));
        assertTrue(allocated() - before < LITTLE);
        // Inflating all of it takes about a second.
        assertTrue(System.nanoTime() - start < 500_000_000L, "took " + (System.nanoTime() - start) / 1e6
                + " ms");
    }

    @Test
    void refusesAFileAboveTheByteLimit() {
        ImageLimits limits = new ImageLimits(50, 100, 10, 10);
        InferenceException refused = assertThrows(InferenceException.class,
                () -> ImageDecoder.ofDefaults().decode(ByteBuffer.wrap(png(1, 1, new byte[100])), limits));
        assertTrue(refused.getMessage().contains("157") && refused.getMessage().contains("50"),
                refused.getMessage());
    }

    @Test
    void refusesEndlessScans() throws IOException {
        byte[] encoded = Fixtures.named("jpeg-progressive-grey.jpg").encoded();
        int scan = nextMarker(encoded, 2, 0xDA);
        int end = nextMarker(encoded, scan + 14, -1);
        ByteArrayOutputStream repeated = new ByteArrayOutputStream();
        repeated.write(encoded, 0, end);
        for (int i = 0; i < 100; i++) {
            repeated.write(encoded, scan, end - scan);
        }
        repeated.write(encoded, end, encoded.length - end);
        assertRefused(repeated.toByteArray(), "JPEG", "101", "100");
    }

    /** The next marker of a kind, or of any kind within compressed pixels. */
    private static int nextMarker(byte[] encoded, int from, int kind) {
        int at = from;
        while (encoded[at] != -1 || encoded[at + 1] == 0 || kind != -1 && (encoded[at + 1] & 0xFF) != kind) {
            at++;
        }
        return at;
    }

    private static void assertRefused(byte[] encoded, String... facts) {
        Fixtures.images().get(0).decode();
        long before = allocated();
        InferenceException refused = assertThrows(InferenceException.class, () -> Fixtures.decode(encoded));
        long taken = allocated() - before;
        for (String fact : facts) {
            assertTrue(refused.getMessage().contains(fact), refused.getMessage());
        }
        assertTrue(taken < LITTLE, "took " + taken + " bytes before: " + refused.getMessage());
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }

    private static byte[] deflated(int zeros) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, new Deflater(9))) {
            byte[] part = new byte[100_000];
            for (int i = 0; i < zeros / part.length; i++) {
                out.write(part);
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] png(int width, int height, byte[] pixels) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeLong(0x89504E470D0A1A0AL);
            ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height).put((byte) 8);
            chunk(out, "IHDR", header.array());
            chunk(out, "IDAT", pixels);
            chunk(out, "IEND", new byte[0]);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void chunk(DataOutputStream out, String type, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(type.getBytes(StandardCharsets.US_ASCII));
        crc.update(content);
        out.writeInt(content.length);
        out.writeBytes(type);
        out.write(content);
        out.writeInt((int) crc.getValue());
    }

    private static byte[] bmp(int width, int height) {
        return ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN).putShort((short) 0x4D42).putInt(100)
                .putInt(0).putInt(54).putInt(40).putInt(width).putInt(height).putShort((short) 1)
                .putShort((short) 24).array();
    }

    private static byte[] gif(int width, int height) {
        ByteBuffer file = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);
        file.put("GIF89a".getBytes(StandardCharsets.US_ASCII));
        file.putShort((short) width).putShort((short) height).put(new byte[3]);
        file.put((byte) ',').putInt(0).putShort((short) width).putShort((short) height).put((byte) 0);
        return file.put((byte) 8).array();
    }

    private static byte[] jpeg(int width, int height) {
        ByteBuffer file = ByteBuffer.allocate(100).putShort((short) 0xFFD8);
        file.putShort((short) 0xFFC0).putShort((short) 11).put((byte) 8);
        file.putShort((short) height).putShort((short) width).put((byte) 1).put((byte) 1).put((byte) 0x11);
        file.put((byte) 0);
        file.putShort((short) 0xFFDA).putShort((short) 8).put((byte) 1).put((byte) 1).put((byte) 0);
        return file.put((byte) 0).put((byte) 63).put((byte) 0).array();
    }
}
