package thaw.image;

import java.nio.ByteBuffer;

/** BMP: 1, 4, 8, 16, 24 and 32 bits, run-length coded or not, from the bottom or from the top. */
final class BmpFormat implements ImageFormat {
    @Override
    public String name() {
        return "BMP";
    }

    @Override
    public boolean recognises(ByteBuffer encoded) {
        return Bytes.of(encoded, "file").startsWith(0, "BM");
    }

    @Override
    public PixelImage decode(ByteBuffer encoded, ImageLimits limits) {
        Bytes file = Bytes.of(encoded, "BMP image");
        BmpHeader header = BmpHeader.read(file, limits);
        if (header.bits() > 8) {
            return colour(file, header);
        }
        int[] colours = header.readPalette(file);
        file.seek(header.pixelOffset());
        byte[] indices = header.isRunLengthCoded()
                ? new BmpRunLengths(file, header).read() : indices(file, header);
        return paletteColour(indices, header, colours);
    }

    private static byte[] indices(Bytes file, BmpHeader header) {
        file.requireAtLeast(header.plainBytes(), header.width(), header.height());
        int mask = (1 << header.bits()) - 1;
        byte[] indices = new byte[header.width() * header.height()];
        for (int row = 0; row < header.height(); row++) {
            int source = file.position() + (int) (row * header.rowBytes());
            int target = header.lineOf(row) * header.width();
            for (int x = 0; x < header.width(); x++) {
                int bit = x * header.bits();
                int value = file.array()[source + (bit >> 3)] >> (8 - header.bits() - (bit & 7));
                indices[target + x] = (byte) (value & mask);
            }
        }
        return indices;
    }

    private static PixelImage paletteColour(byte[] indices, BmpHeader header, int[] colours) {
        byte[] samples = new byte[indices.length * 3];
        for (int i = 0, target = 0; i < indices.length; i++) {
            int colour = colours[indices[i] & 0xFF];
            samples[target++] = (byte) (colour >> 16);
            samples[target++] = (byte) (colour >> 8);
            samples[target++] = (byte) colour;
        }
        return PixelImage.adopt(header.width(), header.height(), 3, samples);
    }

    private static PixelImage colour(Bytes file, BmpHeader header) {
        BmpMasks masks = header.masks();
        file.seek(header.pixelOffset());
        file.requireAtLeast(header.plainBytes(), header.width(), header.height());
        int channels = masks.hasAlpha() ? 4 : 3;
        byte[] samples = new byte[header.width() * header.height() * channels];
        int pixelBytes = header.bits() / 8;
        for (int row = 0; row < header.height(); row++) {
            int source = file.position() + (int) (row * header.rowBytes());
            int target = header.lineOf(row) * header.width() * channels;
            for (int x = 0; x < header.width(); x++, source += pixelBytes, target += channels) {
                masks.spread(pixel(file.array(), source, pixelBytes), samples, target, channels);
            }
        }
        return PixelImage.adopt(header.width(), header.height(), channels, samples);
    }

    private static int pixel(byte[] array, int at, int bytes) {
        int pixel = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            pixel = pixel << 8 | array[at + i] & 0xFF;
        }
        return pixel;
    }
}
