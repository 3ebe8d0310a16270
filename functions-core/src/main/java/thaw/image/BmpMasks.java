package thaw.image;

/** Which bits of a pixel hold red, green, blue and alpha. */
final class BmpMasks {
    static final BmpMasks RGB_555 = new BmpMasks(0x7C00, 0x3E0, 0x1F, 0);
    static final BmpMasks RGB_888 = new BmpMasks(0xFF0000, 0xFF00, 0xFF, 0);
    private static final int ALL_ALPHA = 0xFF000000;

    private final int[] masks;

    private BmpMasks(int... masks) {
        this.masks = masks;
    }

    static BmpMasks read(Bytes file, boolean withAlpha) {
        int red = file.littleI32();
        int green = file.littleI32();
        int blue = file.littleI32();
        int alpha = withAlpha ? file.littleI32() : 0;
        if ((red | green | blue | alpha) == 0) {
            return new BmpMasks(0xFF0000, 0xFF00, 0xFF, ALL_ALPHA);
        }
        BmpMasks masks = new BmpMasks(red, green, blue, alpha);
        for (int mask : masks.masks) {
            masks.requireContiguous(file, mask);
        }
        return masks;
    }

    private void requireContiguous(Bytes file, int mask) {
        int shifted = mask == 0 ? 0 : mask >>> Integer.numberOfTrailingZeros(mask);
        if ((shifted & shifted + 1) != 0) {
            throw file.malformed(String.format("the colour mask %08x is not one run of bits.", mask));
        }
    }

    boolean hasAlpha() {
        return masks[3] != 0;
    }

    /** Writes each channel of a pixel, scaled to 8 bits rounding down, as Pillow does. */
    void spread(int pixel, byte[] samples, int at, int channels) {
        for (int c = 0; c < channels; c++) {
            int mask = masks[c];
            if (mask != 0) {
                int shift = Integer.numberOfTrailingZeros(mask);
                long largest = mask >>> shift;
                samples[at + c] = (byte) (((pixel & mask) >>> shift) * 255L / largest);
            }
        }
    }
}
