package thaw.image;

/**
 * Turns a row as PNG stores it into samples of 8 bits.
 *
 * <p>A sample of 16 bits keeps its high byte, as Pillow does for colour; Pillow's conversion of 16-bit grey,
 * which makes everything above 255 white, is not followed.
 */
abstract class PngRowExpander {
    private final int channels;

    private PngRowExpander(int channels) {
        this.channels = channels;
    }

    static PngRowExpander of(PngChunks chunks) {
        PngHeader header = chunks.header();
        if (header.samplesPerPixel() == 1 && header.bitDepth() <= 8) {
            int colourChannels = chunks.transparency() != null ? 4 : 3;
            return header.colourType() == PngHeader.PALETTE
                    ? new Lookup(header.bitDepth(), paletteColours(chunks), colourChannels)
                    : Lookup.ofGrey(header.bitDepth(), transparentSamples(chunks, 1));
        }
        return new Direct(header, transparentSamples(chunks, header.samplesPerPixel()));
    }

    /** Samples of a pixel in the result. */
    final int channels() {
        return channels;
    }

    /** Whether a row's bytes already are its samples. */
    abstract boolean isIdentity();

    /**
     * Expands one row.
     *
     * @param at the first pixel's first sample in {@code samples}
     * @param step from a pixel to the next in {@code samples}
     */
    abstract void expand(byte[] row, int pixels, byte[] samples, int at, int step);

    /** Red, green, blue and alpha of each index; those beyond the palette are grey, as in Pillow. */
    private static int[] paletteColours(PngChunks chunks) {
        Bytes palette = chunks.palette();
        int entries = palette.remaining() / 3;
        if (palette.remaining() % 3 != 0 || entries == 0 || entries > 256) {
            throw palette.malformed("its palette has " + palette.remaining()
                    + " bytes, expected 3 for each of 1 to 256 colours.");
        }
        Bytes alpha = chunks.transparency();
        int[] colours = new int[256];
        for (int i = 0; i < 256; i++) {
            int colour = i < entries ? palette.u8() << 16 | palette.u16() : i * 0x010101;
            int opacity = alpha != null && alpha.remaining() > 0 ? alpha.u8() : 255;
            colours[i] = colour << 8 | opacity;
        }
        return colours;
    }

    /** The one transparent colour of an image without alpha, or null. */
    private static int[] transparentSamples(PngChunks chunks, int count) {
        Bytes transparency = chunks.transparency();
        int type = chunks.header().colourType();
        if (transparency == null || type != PngHeader.GREY && type != PngHeader.RGB) {
            return null;
        }
        int[] samples = new int[count];
        for (int i = 0; i < count; i++) {
            samples[i] = transparency.u16();
        }
        return samples;
    }

    /** At most 8 bits a pixel: each value stands for a colour. */
    private static final class Lookup extends PngRowExpander {
        private final int bits;
        private final int[] colours;
        private final boolean identity;

        Lookup(int bits, int[] colours, int channels) {
            super(channels);
            this.bits = bits;
            this.colours = colours;
            this.identity = channels == 1 && bits == 8;
        }

        static Lookup ofGrey(int bits, int[] transparent) {
            int largest = (1 << bits) - 1;
            int[] colours = new int[256];
            for (int i = 0; i <= largest; i++) {
                int opacity = transparent != null && transparent[0] == i ? 0 : 255;
                colours[i] = (i * 255 / largest) * 0x01010100 | opacity;
            }
            return new Lookup(bits, colours, transparent != null ? 4 : 1);
        }

        @Override
        boolean isIdentity() {
            return identity;
        }

        @Override
        void expand(byte[] row, int pixels, byte[] samples, int at, int step) {
            int mask = (1 << bits) - 1;
            int target = at;
            for (int i = 0; i < pixels; i++) {
                int bit = i * bits;
                int value = row[bit >> 3] >> (8 - bits - (bit & 7)) & mask;
                int colour = colours[value];
                for (int c = 0; c < channels(); c++) {
                    samples[target + c] = (byte) (colour >> (24 - 8 * c));
                }
                target += step;
            }
        }
    }

    /** 8 or 16 bits a sample: each sample stands for itself. */
    private static final class Direct extends PngRowExpander {
        private final int sampleBytes;
        private final int sourceSamples;
        private final boolean grey;
        private final boolean storedAlpha;
        private final int[] transparent;

        Direct(PngHeader header, int[] transparent) {
            super(channelsOf(header, transparent));
            this.sampleBytes = header.bitDepth() / 8;
            this.sourceSamples = header.samplesPerPixel();
            this.grey = sourceSamples < 3;
            this.storedAlpha = sourceSamples % 2 == 0;
            this.transparent = transparent;
        }

        private static int channelsOf(PngHeader header, int[] transparent) {
            boolean alpha = transparent != null || header.samplesPerPixel() % 2 == 0;
            return alpha ? 4 : header.samplesPerPixel();
        }

        @Override
        boolean isIdentity() {
            return sampleBytes == 1 && channels() == sourceSamples;
        }

        @Override
        void expand(byte[] row, int pixels, byte[] samples, int at, int step) {
            int colourStep = grey ? 0 : sampleBytes;
            int source = 0;
            int target = at;
            for (int i = 0; i < pixels; i++) {
                int colours = Math.min(3, channels());
                for (int c = 0; c < colours; c++) {
                    samples[target + c] = row[source + c * colourStep];
                }
                if (channels() == 4) {
                    samples[target + 3] = storedAlpha
                            ? row[source + (sourceSamples - 1) * sampleBytes] : opacity(row, source);
                }
                source += sourceSamples * sampleBytes;
                target += step;
            }
        }

        private byte opacity(byte[] row, int source) {
            for (int c = 0; c < sourceSamples; c++) {
                int at = source + c * sampleBytes;
                int value = sampleBytes == 1 ? row[at] & 0xFF : (row[at] & 0xFF) << 8 | row[at + 1] & 0xFF;
                if (value != transparent[c]) {
                    return (byte) 255;
                }
            }
            return 0;
        }
    }
}
