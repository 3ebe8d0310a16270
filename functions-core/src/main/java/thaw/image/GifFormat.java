package thaw.image;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** GIF: the first frame, on the canvas that the file declares. */
final class GifFormat implements ImageFormat {
    private static final int EXTENSION = '!';
    private static final int IMAGE = ',';
    private static final int GRAPHIC_CONTROL = 0xF9;
    private static final int NO_TRANSPARENCY = -1;
    /** LZW spends at least 12 bits on 4096 pixels once its table is full. */
    private static final int BEST_COMPRESSION = 2731;

    @Override
    public String name() {
        return "GIF";
    }

    @Override
    public boolean recognises(ByteBuffer encoded) {
        Bytes file = Bytes.of(encoded, "file");
        return file.startsWith(0, "GIF87a") || file.startsWith(0, "GIF89a");
    }

    @Override
    public PixelImage decode(ByteBuffer encoded, ImageLimits limits) {
        Bytes file = Bytes.of(encoded, "GIF image");
        file.skip(6);
        int width = file.littleU16();
        int height = file.littleU16();
        int flags = file.u8();
        file.skip(2);
        int[] shared = readPalette(file, flags, greyRamp());
        int transparent = skipToImage(file);
        GifFrame frame = GifFrame.read(file);
        int[] colours = readPalette(file, frame.flags(), shared);
        // Pillow, too, lets a frame that sticks out widen the canvas.
        int canvasWidth = Math.max(width, frame.x() + frame.width());
        int canvasHeight = Math.max(height, frame.y() + frame.height());
        limits.checkSize("GIF", canvasWidth, canvasHeight);
        byte[] indices = readIndices(file, frame, limits);
        byte[] canvas = new byte[canvasWidth * canvasHeight];
        Arrays.fill(canvas, (byte) Math.max(0, transparent));
        paint(frame, indices, canvas, canvasWidth);
        return colour(canvas, canvasWidth, canvasHeight, colours, transparent);
    }

    private static byte[] readIndices(Bytes file, GifFrame frame, ImageLimits limits) {
        limits.checkSize("GIF", frame.width(), frame.height());
        int pixels = frame.width() * frame.height();
        file.requireAtLeast(pixels / BEST_COMPRESSION, frame.width(), frame.height());
        return new LzwReader(file).read(pixels);
    }

    /** Indices without a colour are grey, as in Pillow. */
    private static int[] greyRamp() {
        int[] colours = new int[256];
        for (int i = 0; i < 256; i++) {
            colours[i] = i * 0x010101;
        }
        return colours;
    }

    /** Red, green and blue of each index; the palette known so far if the flags announce none. */
    private static int[] readPalette(Bytes file, int flags, int[] known) {
        if ((flags & 0x80) == 0) {
            return known;
        }
        int[] colours = greyRamp();
        for (int i = 0; i < 2 << (flags & 7); i++) {
            colours[i] = file.u8() << 16 | file.u16();
        }
        return colours;
    }

    /** Moves behind the image separator and answers the transparent index, or {@link #NO_TRANSPARENCY}. */
    private static int skipToImage(Bytes file) {
        int transparent = NO_TRANSPARENCY;
        int block = file.u8();
        while (block != IMAGE) {
            if (block == ';') {
                throw file.malformed("it ends without an image.");
            }
            if (block == EXTENSION) {
                transparent = readExtension(file, transparent);
            }
            block = file.u8();
        }
        return transparent;
    }

    private static int readExtension(Bytes file, int known) {
        boolean control = file.u8() == GRAPHIC_CONTROL;
        int transparent = known;
        int length = file.u8();
        while (length > 0) {
            Bytes block = file.slice(length);
            if (control && length >= 4 && (block.peek(0) & 1) != 0) {
                transparent = block.peek(3);
            }
            length = file.u8();
        }
        return transparent;
    }

    private static void paint(GifFrame frame, byte[] indices, byte[] canvas, int canvasWidth) {
        int source = 0;
        int[] firstRows = frame.interlaced() ? new int[]{0, 4, 2, 1} : new int[]{0};
        int[] steps = frame.interlaced() ? new int[]{8, 8, 4, 2} : new int[]{1};
        for (int pass = 0; pass < steps.length; pass++) {
            for (int row = firstRows[pass]; row < frame.height(); row += steps[pass]) {
                System.arraycopy(indices, source, canvas, (frame.y() + row) * canvasWidth + frame.x(),
                        frame.width());
                source += frame.width();
            }
        }
    }

    private static PixelImage colour(byte[] canvas, int width, int height, int[] colours, int transparent) {
        int channels = transparent == NO_TRANSPARENCY ? 3 : 4;
        byte[] samples = new byte[canvas.length * channels];
        for (int i = 0, target = 0; i < canvas.length; i++, target += channels) {
            int index = canvas[i] & 0xFF;
            samples[target] = (byte) (colours[index] >> 16);
            samples[target + 1] = (byte) (colours[index] >> 8);
            samples[target + 2] = (byte) colours[index];
            if (channels == 4) {
                samples[target + 3] = (byte) (index == transparent ? 0 : 255);
            }
        }
        return PixelImage.adopt(width, height, channels, samples);
    }

    /** The image descriptor. */
    private record GifFrame(int x, int y, int width, int height, int flags) {
        static GifFrame read(Bytes file) {
            return new GifFrame(file.littleU16(), file.littleU16(), file.littleU16(), file.littleU16(),
                    file.u8());
        }

        boolean interlaced() {
            return (flags & 0x40) != 0;
        }
    }
}
