package thaw.image;

/** Turns the components of a frame into grey or RGB, guessing what they are by libjpeg's rules. */
final class JpegColours {
    /** No Adobe marker was seen. */
    static final int NO_ADOBE = -1;

    private static final int[] RED_OF_CR = new int[256];
    private static final int[] BLUE_OF_CB = new int[256];
    private static final int[] GREEN_OF_CR = new int[256];
    private static final int[] GREEN_OF_CB = new int[256];

    static {
        for (int i = 0; i < 256; i++) {
            int x = i - 128;
            RED_OF_CR[i] = 91881 * x + 0x8000 >> 16;
            BLUE_OF_CB[i] = 116130 * x + 0x8000 >> 16;
            GREEN_OF_CR[i] = -46802 * x;
            GREEN_OF_CB[i] = -22554 * x + 0x8000;
        }
    }

    private final JpegFrame frame;
    private final boolean luminance;

    JpegColours(JpegFrame frame, boolean jfif, int adobeTransform) {
        this.frame = frame;
        this.luminance = hasLuminance(frame.components(), jfif, adobeTransform);
    }

    /** Whether the first three components are luminance and chrominance instead of colours. */
    private static boolean hasLuminance(JpegComponent[] components, boolean jfif, int adobeTransform) {
        if (components.length == 4) {
            return adobeTransform > 0;
        }
        if (jfif || adobeTransform != NO_ADOBE) {
            return jfif || adobeTransform != 0;
        }
        return components.length == 1
                || components[0].id() != 'R' || components[1].id() != 'G' || components[2].id() != 'B';
    }

    PixelImage convert(Bytes file) {
        JpegRows[] rows = new JpegRows[frame.components().length];
        InverseDct transform = new InverseDct();
        for (int i = 0; i < rows.length; i++) {
            JpegComponent component = frame.components()[i];
            if (!component.wasScanned()) {
                throw file.malformed("it ends before the pixels of its component " + component.id() + ".");
            }
            if (frame.progressive()) {
                component.transform(transform);
            }
            rows[i] = JpegRows.of(component, frame);
        }
        int channels = rows.length == 1 ? 1 : 3;
        byte[] samples = new byte[frame.width() * frame.height() * channels];
        for (int y = 0; y < frame.height(); y++) {
            for (JpegRows row : rows) {
                row.moveTo(y);
            }
            convertRow(rows, samples, y * frame.width() * channels);
        }
        return PixelImage.adopt(frame.width(), frame.height(), channels, samples);
    }

    private void convertRow(JpegRows[] rows, byte[] samples, int at) {
        if (rows.length == 1) {
            System.arraycopy(rows[0].samples, rows[0].offset, samples, at, frame.width());
            return;
        }
        if (luminance) {
            fromLuminance(rows, samples, at);
        } else {
            interleave(rows, samples, at);
        }
        if (rows.length == 4) {
            addBlack(rows[3], samples, at);
        }
    }

    private void fromLuminance(JpegRows[] rows, byte[] samples, int at) {
        byte[] luma = rows[0].samples;
        byte[] blues = rows[1].samples;
        byte[] reds = rows[2].samples;
        int lumaAt = rows[0].offset;
        int bluesAt = rows[1].offset;
        int redsAt = rows[2].offset;
        int width = frame.width();
        for (int x = 0, target = at; x < width; x++, target += 3) {
            int y = luma[lumaAt + x] & 0xFF;
            int cb = blues[bluesAt + x] & 0xFF;
            int cr = reds[redsAt + x] & 0xFF;
            samples[target] = limit(y + RED_OF_CR[cr]);
            samples[target + 1] = limit(y + (GREEN_OF_CB[cb] + GREEN_OF_CR[cr] >> 16));
            samples[target + 2] = limit(y + BLUE_OF_CB[cb]);
        }
    }

    /** Most sums need no limit, and the processor learns that. */
    private static byte limit(int sum) {
        return (byte) ((sum & ~0xFF) == 0 ? sum : ~sum >> 31);
    }

    private void interleave(JpegRows[] rows, byte[] samples, int at) {
        for (int c = 0; c < 3; c++) {
            byte[] from = rows[c].samples;
            int source = rows[c].offset;
            for (int x = 0, target = at + c; x < frame.width(); x++, target += 3) {
                samples[target] = from[source + x];
            }
        }
    }

    /**
     * Turns cyan, magenta, yellow and black into RGB. All are taken as Adobe stores them, 255 for no ink,
     * with or without an Adobe marker, as Pillow does. Luminance and chrominance gave the ink already,
     * colours the opposite.
     */
    private void addBlack(JpegRows black, byte[] samples, int at) {
        for (int x = 0, target = at; x < frame.width(); x++) {
            int light = black.samples[black.offset + x] & 0xFF;
            for (int c = 0; c < 3; c++, target++) {
                int ink = luminance ? samples[target] & 0xFF : 255 - (samples[target] & 0xFF);
                samples[target] = (byte) (light - Blend.timesOver255(ink, light));
            }
        }
    }
}
