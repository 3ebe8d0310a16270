package thaw.image;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A decoded image: rows from the top, pixels from the left, the channels of a pixel side by side, 8 bits a
 * sample.
 *
 * <p>One channel is grey, three are red, green and blue, four add alpha (not premultiplied). Immutable and
 * safe for use by several threads, provided that an array given to {@link #adopt} is left alone.
 */
public final class PixelImage {
    private final int width;
    private final int height;
    private final int channels;
    private final byte[] samples;

    private PixelImage(int width, int height, int channels, byte[] samples) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("An image of " + width + " x " + height
                    + " pixels has no pixel.");
        }
        if (channels != 1 && channels != 3 && channels != 4) {
            throw new IllegalArgumentException("channels must be 1, 3 or 4 but is " + channels);
        }
        if (samples.length != (long) width * height * channels) {
            throw new IllegalArgumentException("An image of " + width + " x " + height + " x " + channels
                    + " has " + (long) width * height * channels + " samples, not " + samples.length + ".");
        }
        this.width = width;
        this.height = height;
        this.channels = channels;
        this.samples = samples;
    }

    /** An image with a copy of the samples. */
    public static PixelImage copyOf(int width, int height, int channels, byte[] samples) {
        return new PixelImage(width, height, channels, samples.clone());
    }

    /**
     * An image that takes the array over without copying it.
     *
     * @param samples {@code width * height * channels} bytes, which the caller must not touch again
     */
    public static PixelImage adopt(int width, int height, int channels, byte[] samples) {
        return new PixelImage(width, height, channels, samples);
    }

    /** In pixels, at least 1. */
    public int width() {
        return width;
    }

    /** In pixels, at least 1. */
    public int height() {
        return height;
    }

    /** 1 (grey), 3 (red, green, blue) or 4 (with alpha). */
    public int channels() {
        return channels;
    }

    /** All samples as a read-only view without a copy. */
    public ByteBuffer samples() {
        return ByteBuffer.wrap(samples).asReadOnlyBuffer();
    }

    /** One sample, 0 to 255. */
    public int sample(int x, int y, int channel) {
        if (x < 0 || x >= width || y < 0 || y >= height || channel < 0 || channel >= channels) {
            throw new IndexOutOfBoundsException("(" + x + ", " + y + ", " + channel + ") is outside " + this);
        }
        return samples[(y * width + x) * channels + channel] & 0xFF;
    }

    /** The samples themselves, for this package's loops; they must only be read. */
    byte[] array() {
        return samples;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PixelImage that && width == that.width && height == that.height
                && channels == that.channels && Arrays.equals(samples, that.samples);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(samples) * 31 + width;
    }

    @Override
    public String toString() {
        return "PixelImage[" + width + " x " + height + " x " + channels + "]";
    }
}
