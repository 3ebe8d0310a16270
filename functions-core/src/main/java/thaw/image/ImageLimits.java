package thaw.image;

import thaw.InferenceException;

/**
 * What an image may cost. A file's header is checked before memory is taken in proportion to it.
 *
 * <p>Decoding takes at most 4 bytes a pixel for the answer, and for a JPEG up to 12 more while it runs.
 *
 * @param maxEncodedBytes the file's size
 * @param maxPixels width times height
 * @param maxWidth in pixels
 * @param maxHeight in pixels
 */
public record ImageLimits(long maxEncodedBytes, long maxPixels, int maxWidth, int maxHeight) {

    private static final ImageLimits DEFAULTS = new ImageLimits(64L << 20, 50_000_000, 30_000, 30_000);

    /** Checks that each limit is positive. */
    public ImageLimits {
        requirePositive("maxEncodedBytes", maxEncodedBytes);
        requirePositive("maxPixels", maxPixels);
        requirePositive("maxWidth", maxWidth);
        requirePositive("maxHeight", maxHeight);
    }

    /** 64 MiB encoded, 50 megapixels, 30,000 pixels a side. */
    public static ImageLimits ofDefaults() {
        return DEFAULTS;
    }

    /** The same limits with another number of pixels. */
    public ImageLimits withMaxPixels(long pixels) {
        return new ImageLimits(maxEncodedBytes, pixels, maxWidth, maxHeight);
    }

    /**
     * Refuses a size that is empty or larger than allowed.
     *
     * @param format names the file in the message, for example {@code PNG}
     * @throws InferenceException if either side is not positive, or a limit is exceeded
     */
    public void checkSize(String format, long width, long height) {
        if (width <= 0 || height <= 0) {
            throw InferenceException.malformed(format + " image", "The " + format + " image is declared "
                    + width + " x " + height + " pixels, both sides must be at least 1.");
        }
        require(format, maxWidth, width, "pixels of width");
        require(format, maxHeight, height, "pixels of height");
        // Samples live in one Java array, so four of them a pixel must stay below its largest length.
        require(format, Math.min(maxPixels, (Integer.MAX_VALUE - 64) / 4), width * height, "pixels");
    }

    /**
     * Refuses a file that is larger than allowed.
     *
     * @throws InferenceException if it has more than {@link #maxEncodedBytes()}
     */
    public void checkEncodedBytes(long bytes) {
        if (bytes > maxEncodedBytes) {
            throw InferenceException.tooLarge("image file", maxEncodedBytes, bytes, "bytes");
        }
    }

    private static void require(String format, long limit, long actual, String unit) {
        // The culprit is put together only now: the first concatenation costs a process 20 ms.
        if (actual > limit) {
            throw InferenceException.tooLarge(format + " image", limit, actual, unit);
        }
    }

    private static void requirePositive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive but is " + value);
        }
    }
}
