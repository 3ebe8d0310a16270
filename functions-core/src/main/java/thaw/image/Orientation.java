package thaw.image;

import java.nio.ByteBuffer;

/**
 * How a camera says that its picture must be turned or mirrored to stand upright (EXIF tag 0x0112), for
 * {@link ImageFormat}s whose files hold EXIF data.
 */
public enum Orientation {
    // The order is that of the EXIF values 1 to 8. The flags say, for a pixel of the upright image, whether
    // its x and y are swapped, and then counted from the other side, to find it in the stored image.
    /** 1: as it is. */
    UPRIGHT(false, false, false),
    /** 2: left and right are swapped. */
    MIRRORED(false, true, false),
    /** 3: upside down. */
    HALF_TURN(false, true, true),
    /** 4: top and bottom are swapped. */
    FLIPPED(false, false, true),
    /** 5: mirrored along the diagonal from the top left. */
    TRANSPOSED(true, false, false),
    /** 6: to be turned right. */
    QUARTER_TURN_RIGHT(true, false, true),
    /** 7: mirrored along the diagonal from the top right. */
    TRANSVERSED(true, true, true),
    /** 8: to be turned left. */
    QUARTER_TURN_LEFT(true, true, false);

    private static final int TAG = 0x0112;

    private final boolean swapped;
    private final boolean fromRight;
    private final boolean fromBottom;

    Orientation(boolean swapped, boolean fromRight, boolean fromBottom) {
        this.swapped = swapped;
        this.fromRight = fromRight;
        this.fromBottom = fromBottom;
    }

    /**
     * Reads the orientation from a TIFF structure.
     *
     * @param exif from the byte order mark on; if it is damaged the image counts as upright, as viewers take
     *     it
     */
    public static Orientation ofExif(ByteBuffer exif) {
        return ofExif(Bytes.of(exif, "EXIF data"));
    }

    static Orientation ofExif(Bytes exif) {
        boolean little = exif.startsWith(0, "II*\0");
        if (!little && !exif.startsWith(0, "MM\0*") || exif.remaining() < 8) {
            return UPRIGHT;
        }
        int origin = exif.position();
        long directory = origin + (i32(exif, origin + 4, little) & 0xFFFFFFFFL);
        if (directory + 2 > exif.end()) {
            return UPRIGHT;
        }
        int entries = u16(exif, (int) directory, little);
        for (int i = 0; i < entries; i++) {
            long entry = directory + 2 + 12L * i;
            if (entry + 12 > exif.end()) {
                return UPRIGHT;
            }
            if (u16(exif, (int) entry, little) == TAG) {
                return ofValue(u16(exif, (int) entry + 8, little));
            }
        }
        return UPRIGHT;
    }

    private static Orientation ofValue(int value) {
        return value >= 1 && value <= 8 ? values()[value - 1] : UPRIGHT;
    }

    private static int u16(Bytes bytes, int at, boolean little) {
        int first = bytes.array()[at] & 0xFF;
        int second = bytes.array()[at + 1] & 0xFF;
        return little ? second << 8 | first : first << 8 | second;
    }

    private static int i32(Bytes bytes, int at, boolean little) {
        int first = u16(bytes, at, little);
        int second = u16(bytes, at + 2, little);
        return little ? second << 16 | first : first << 16 | second;
    }

    /** The image as it is meant to be looked at. */
    public PixelImage upright(PixelImage stored) {
        if (this == UPRIGHT) {
            return stored;
        }
        int width = swapped ? stored.height() : stored.width();
        int height = swapped ? stored.width() : stored.height();
        int channels = stored.channels();
        byte[] from = stored.array();
        byte[] to = new byte[from.length];
        int right = right(stored);
        int down = down(stored);
        int rowStart = start(stored);
        for (int y = 0, target = 0; y < height; y++, rowStart += down) {
            for (int x = 0, source = rowStart; x < width; x++, source += right) {
                for (int c = 0; c < channels; c++) {
                    to[target++] = from[source + c];
                }
            }
        }
        return PixelImage.adopt(width, height, channels, to);
    }

    /** Where the upright image's first pixel is stored. */
    private int start(PixelImage stored) {
        int column = fromRight ? stored.width() - 1 : 0;
        int row = fromBottom ? stored.height() - 1 : 0;
        return (row * stored.width() + column) * stored.channels();
    }

    /** From a pixel of the upright image to its right neighbour, in the stored samples. */
    private int right(PixelImage stored) {
        return swapped ? rowStep(stored) : columnStep(stored);
    }

    private int down(PixelImage stored) {
        return swapped ? columnStep(stored) : rowStep(stored);
    }

    private int columnStep(PixelImage stored) {
        return fromRight ? -stored.channels() : stored.channels();
    }

    private int rowStep(PixelImage stored) {
        int step = stored.width() * stored.channels();
        return fromBottom ? -step : step;
    }
}
