package thaw.image;

/**
 * The file header and the bitmap header, of Windows or OS/2.
 *
 * @param topDown whether the first stored row is the top one
 * @param paletteOffset from the file's start, in bytes
 * @param paletteEntryBytes 3 or 4
 * @param masks null for at most 8 bits a pixel
 */
record BmpHeader(int width, int height, boolean topDown, int bits, int compression, long pixelOffset,
        int paletteOffset, int paletteEntryBytes, int paletteEntries, BmpMasks masks) {

    static final int PLAIN = 0;
    static final int RUNS_OF_8 = 1;
    static final int RUNS_OF_4 = 2;
    static final int MASKS = 3;
    private static final int FILE_HEADER = 14;
    private static final int OS2_HEADER = 12;

    static BmpHeader read(Bytes file, ImageLimits limits) {
        file.skip(10);
        long pixelOffset = file.littleI32() & 0xFFFFFFFFL;
        int headerSize = file.littleI32();
        return switch (headerSize) {
            case OS2_HEADER -> readOs2(file, pixelOffset, limits);
            case 40, 52, 56, 64, 108, 124 -> readWindows(file, pixelOffset, headerSize, limits);
            default -> throw file.unsupported("a bitmap header of " + headerSize
                    + " bytes is not known, those of 12, 40, 52, 56, 64, 108 and 124 are.");
        };
    }

    private static BmpHeader readOs2(Bytes file, long pixelOffset, ImageLimits limits) {
        int width = file.littleU16();
        int height = file.littleU16();
        file.skip(2);
        int bits = file.littleU16();
        limits.checkSize("BMP", width, height);
        requireKnown(file, bits, PLAIN);
        int entries = bits <= 8 ? 1 << bits : 0;
        return new BmpHeader(width, height, false, bits, PLAIN,
                afterPalette(pixelOffset, OS2_HEADER, 3 * entries), FILE_HEADER + OS2_HEADER, 3, entries,
                defaultMasks(bits));
    }

    private static BmpHeader readWindows(Bytes file, long pixelOffset, int headerSize, ImageLimits limits) {
        int width = file.littleI32();
        long height = file.littleI32();
        file.skip(2);
        int bits = file.littleU16();
        int compression = file.littleI32();
        file.skip(12);
        int entries = file.littleI32();
        file.skip(4);
        limits.checkSize("BMP", width, Math.abs(height));
        requireKnown(file, bits, compression);
        if (bits <= 8) {
            entries = entries == 0 ? 1 << bits : entries;
            if (entries < 0 || entries > 65536) {
                throw file.malformed("its palette declares " + (entries & 0xFFFFFFFFL) + " colours.");
            }
        }
        BmpMasks masks = compression == MASKS ? BmpMasks.read(file, headerSize >= 56) : defaultMasks(bits);
        return new BmpHeader(width, (int) Math.abs(height), height < 0, bits, compression,
                bits <= 8 ? afterPalette(pixelOffset, headerSize, 4 * entries) : pixelOffset,
                FILE_HEADER + headerSize, 4, entries, masks);
    }

    /** Some writers forget the palette when they say where the pixels start. */
    private static long afterPalette(long pixelOffset, int headerSize, int paletteBytes) {
        return pixelOffset == FILE_HEADER + headerSize ? pixelOffset + paletteBytes : pixelOffset;
    }

    private static BmpMasks defaultMasks(int bits) {
        return bits == 16 ? BmpMasks.RGB_555 : BmpMasks.RGB_888;
    }

    private static void requireKnown(Bytes file, int bits, int compression) {
        boolean known = switch (bits) {
            case 1 -> compression == PLAIN;
            case 4 -> compression == PLAIN || compression == RUNS_OF_4;
            case 8 -> compression == PLAIN || compression == RUNS_OF_8;
            case 16, 24, 32 -> compression == PLAIN || compression == MASKS;
            default -> false;
        };
        if (!known) {
            throw file.unsupported("compression " + compression + " with " + bits
                    + " bits a pixel is not known.");
        }
    }

    boolean isRunLengthCoded() {
        return compression == RUNS_OF_8 || compression == RUNS_OF_4;
    }

    /** Bytes of a stored row, which is padded to four. */
    long rowBytes() {
        return ((long) width * bits + 31) / 32 * 4;
    }

    /** Bytes of all rows; the padding of the last is not insisted on. */
    long plainBytes() {
        return rowBytes() * (height - 1) + ((long) width * bits + 7) / 8;
    }

    /** The line of the image, counted from its top, that a stored row is. */
    int lineOf(int row) {
        return topDown ? row : height - 1 - row;
    }

    /** Red, green and blue of each index; those beyond the palette are grey, as in Pillow. */
    int[] readPalette(Bytes file) {
        int[] colours = new int[256];
        for (int i = 0; i < 256; i++) {
            colours[i] = i * 0x010101;
        }
        file.seek(paletteOffset);
        for (int i = 0; i < Math.min(256, paletteEntries); i++) {
            colours[i] = file.u8() | file.u8() << 8 | file.u8() << 16;
            file.skip(paletteEntryBytes - 3);
        }
        return colours;
    }
}
