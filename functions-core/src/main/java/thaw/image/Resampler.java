package thaw.image;

import java.util.Arrays;
import java.util.Objects;

/**
 * Resizes images as Pillow's {@code Image.resize} does, bit for bit (of Pillow 13; earlier versions differ by
 * a level where an image loses much more height than width).
 *
 * <p>Samples are weighed along one side, rounded to 8 bits, then weighed along the other. Alpha is a channel
 * like the others: drop or blend it before. Stateless and safe for use by several threads.
 */
public final class Resampler {
    private static final int HALF = 1 << ResizeWeights.PRECISION - 1;

    private final ResizeFilter filter;

    /** A resampler with one filter. */
    public Resampler(ResizeFilter filter) {
        this.filter = Objects.requireNonNull(filter, "filter");
    }

    /**
     * Resizes a whole image.
     *
     * @param width of the result in pixels, at least 1
     * @param height of the result in pixels, at least 1
     * @return the image itself if it has that size already
     */
    public PixelImage resize(PixelImage image, int width, int height) {
        return resize(image, new Box(0, 0, image.width(), image.height()), width, height);
    }

    /** Resizes a part of an image; the part may begin and end within a pixel. */
    PixelImage resize(PixelImage image, Box box, int width, int height) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("An image cannot be resized to " + width + " x " + height
                    + ".");
        }
        if (box.isWhole(image) && width == image.width() && height == image.height()) {
            return image;
        }
        if (filter == ResizeFilter.NEAREST || box.isCropTo(width, height)) {
            return pick(image, box, width, height);
        }
        return weigh(image, box, width, height);
    }

    private PixelImage weigh(PixelImage image, Box box, int width, int height) {
        boolean wide = width != image.width() || box.left() != 0 || box.right() != width;
        boolean tall = height != image.height() || box.top() != 0 || box.bottom() != height;
        ResizeWeights rows = ResizeWeights.of(filter, image.height(), box.top(), box.bottom(), height);
        ResizeWeights columns = ResizeWeights.of(filter, image.width(), box.left(), box.right(), width);
        if (isMuchFlatter(image, width, height)) {
            PixelImage flat = tall ? vertically(image, rows, height, 0) : image;
            return wide ? horizontally(flat, columns, width, 0, height) : flat;
        }
        PixelImage narrow = wide ? horizontally(image, columns, width, rows.begin(), rows.end()) : image;
        return tall ? vertically(narrow, rows, height, wide ? rows.begin() : 0) : narrow;
    }

    /**
     * When Pillow (from 13.0 on) takes the vertical pass first; rounding between the passes makes it visible.
     */
    private static boolean isMuchFlatter(PixelImage image, int width, int height) {
        int lost = image.height() - height;
        return lost > 0 && lost > (image.width() - width) * 2L;
    }

    private static PixelImage horizontally(PixelImage image, ResizeWeights weights, int width, int top,
            int bottom) {
        int channels = image.channels();
        byte[] from = image.array();
        byte[] to = new byte[width * (bottom - top) * channels];
        for (int y = top, target = 0; y < bottom; y++) {
            int line = y * image.width() * channels;
            for (int x = 0; x < width; x++, target += channels) {
                int source = line + weights.first(x) * channels;
                if (channels == 3) {
                    weighThree(from, source, weights, x, to, target);
                } else {
                    for (int c = 0; c < channels; c++) {
                        to[target + c] = weighOne(from, source + c, channels, weights, x);
                    }
                }
            }
        }
        return PixelImage.adopt(width, bottom - top, channels, to);
    }

    private static void weighThree(byte[] from, int source, ResizeWeights weights, int x, byte[] to,
            int target) {
        int[] table = weights.weights();
        int offset = weights.offset(x);
        int red = HALF;
        int green = HALF;
        int blue = HALF;
        for (int i = 0, at = source; i < weights.count(x); i++, at += 3) {
            int weight = table[offset + i];
            red += (from[at] & 0xFF) * weight;
            green += (from[at + 1] & 0xFF) * weight;
            blue += (from[at + 2] & 0xFF) * weight;
        }
        to[target] = clip(red);
        to[target + 1] = clip(green);
        to[target + 2] = clip(blue);
    }

    private static byte weighOne(byte[] from, int source, int step, ResizeWeights weights, int x) {
        int[] table = weights.weights();
        int offset = weights.offset(x);
        int sum = HALF;
        for (int i = 0, at = source; i < weights.count(x); i++, at += step) {
            sum += (from[at] & 0xFF) * table[offset + i];
        }
        return clip(sum);
    }

    private static PixelImage vertically(PixelImage image, ResizeWeights weights, int height, int top) {
        int length = image.width() * image.channels();
        byte[] from = image.array();
        byte[] to = new byte[length * height];
        int[] sums = new int[length];
        for (int y = 0; y < height; y++) {
            Arrays.fill(sums, HALF);
            for (int i = 0; i < weights.count(y); i++) {
                addRow(sums, from, (weights.first(y) - top + i) * length,
                        weights.weights()[weights.offset(y) + i]);
            }
            for (int i = 0; i < length; i++) {
                to[y * length + i] = clip(sums[i]);
            }
        }
        return PixelImage.adopt(image.width(), height, image.channels(), to);
    }

    /** A loop of its own because the compiler turns it into vector instructions. */
    private static void addRow(int[] sums, byte[] from, int at, int weight) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += (from[at + i] & 0xFF) * weight;
        }
    }

    private static byte clip(int sum) {
        return (byte) Math.max(0, Math.min(255, sum >> ResizeWeights.PRECISION));
    }

    private static PixelImage pick(PixelImage image, Box box, int width, int height) {
        int channels = image.channels();
        int[] columns = positions(box.left(), (double) (box.right() - box.left()) / width, width,
                image.width());
        int[] rows = positions(box.top(), (double) (box.bottom() - box.top()) / height, height,
                image.height());
        byte[] from = image.array();
        byte[] to = new byte[width * height * channels];
        int target = 0;
        for (int row : rows) {
            for (int column : columns) {
                int source = (row * image.width() + column) * channels;
                for (int c = 0; c < channels; c++) {
                    to[target++] = from[source + c];
                }
            }
        }
        return PixelImage.adopt(width, height, channels, to);
    }

    /**
     * Adds the step again and again, as Pillow does, because the sum's rounding decides which pixel is
     * nearest.
     */
    private static int[] positions(float from, double step, int size, int sourceSize) {
        int[] positions = new int[size];
        double position = from + step * 0.5;
        for (int i = 0; i < size; i++) {
            positions[i] = Math.min((int) position, sourceSize - 1);
            position += step;
        }
        return positions;
    }

    /** The part of an image that is resized; floats because Pillow's are. */
    record Box(float left, float top, float right, float bottom) {
        boolean isWhole(PixelImage image) {
            return left == 0 && top == 0 && right == image.width() && bottom == image.height();
        }

        boolean isCropTo(int width, int height) {
            return left == (int) left && top == (int) top && right - left == width && bottom - top == height;
        }
    }
}
