package thaw.image;

/**
 * The IHDR chunk.
 *
 * @param bitDepth bits a sample: 1, 2, 4, 8 or 16
 * @param colourType 0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGB with alpha
 */
record PngHeader(int width, int height, int bitDepth, int colourType, boolean interlaced) {

    static final int GREY = 0;
    static final int RGB = 2;
    static final int PALETTE = 3;
    static final int GREY_ALPHA = 4;
    static final int RGB_ALPHA = 6;

    static PngHeader read(Bytes chunk, ImageLimits limits) {
        long width = chunk.i32() & 0xFFFFFFFFL;
        long height = chunk.i32() & 0xFFFFFFFFL;
        int depth = chunk.u8();
        int colourType = chunk.u8();
        int compression = chunk.u8();
        int filter = chunk.u8();
        int interlace = chunk.u8();
        if (!isDefined(colourType, depth)) {
            throw chunk.malformed("colour type " + colourType + " with " + depth
                    + " bits a sample is not defined.");
        }
        if (compression != 0 || filter != 0 || interlace > 1) {
            throw chunk.malformed("compression " + compression + ", filter " + filter + " and interlace "
                    + interlace + " must be 0, 0 and 0 or 1.");
        }
        limits.checkSize("PNG", width, height);
        return new PngHeader((int) width, (int) height, depth, colourType, interlace == 1);
    }

    private static boolean isDefined(int colourType, int depth) {
        return switch (colourType) {
            case GREY -> depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
            case PALETTE -> depth == 1 || depth == 2 || depth == 4 || depth == 8;
            case RGB, GREY_ALPHA, RGB_ALPHA -> depth == 8 || depth == 16;
            default -> false;
        };
    }

    int samplesPerPixel() {
        return switch (colourType) {
            case RGB -> 3;
            case GREY_ALPHA -> 2;
            case RGB_ALPHA -> 4;
            default -> 1;
        };
    }

    /** The distance between a byte and its left neighbour in PNG's filters. */
    int filterDistance() {
        return Math.max(1, samplesPerPixel() * bitDepth / 8);
    }

    /** Bytes of a row of so many pixels, without the filter byte. */
    int rowBytes(int pixels) {
        return (int) (((long) pixels * samplesPerPixel() * bitDepth + 7) / 8);
    }

    /** Exactly how many bytes the pixel data inflates to. */
    long inflatedBytes() {
        long bytes = 0;
        for (PngPass pass : passes()) {
            int columns = pass.columns(width);
            bytes += columns == 0 ? 0 : pass.rows(height) * (1L + rowBytes(columns));
        }
        return bytes;
    }

    PngPass[] passes() {
        return interlaced ? PngPass.ADAM7 : PngPass.WHOLE;
    }
}
