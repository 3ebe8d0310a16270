package thaw.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import thaw.InferenceException;

/**
 * How an image becomes a model's input: the {@code input.image} block of {@code model.json}.
 *
 * <p>Each element of the tensor is {@code (pixel * scale - mean[c]) / std[c]}, for a pixel of 0 to 255 and
 * {@code c} counted in the tensor's own channel order.
 *
 * <pre>{@code
 * ImageSpec digits = ImageSpec.of(8, 8, 1).scale(1 / 16.0).build();
 * ImageSpec photos = ImageSpec.of(224, 224, 3).fit(ImageSpec.Fit.CROP).scale(1 / 255.0)
 *         .mean(0.485, 0.456, 0.406).std(0.229, 0.224, 0.225).build();
 * }</pre>
 *
 * @param tensor the model input's name; needed only if the model has several
 * @param width of the tensor, in pixels
 * @param height of the tensor, in pixels
 * @param channels 1 for grey, 3 for colour
 * @param layout whether channels or pixels vary fastest
 * @param fit what happens to an image of another aspect ratio
 * @param resize the filter, by Pillow's rules
 * @param order of the three colours
 * @param scale factor for pixels of 0 to 255
 * @param mean one for all channels or one for each
 * @param std one for all channels or one for each, none of them 0
 * @param background what alpha is blended over and {@link Fit#PAD} fills with; empty drops alpha and fills
 *     black
 * @param invert whether pixels are first taken from 255
 */
public record ImageSpec(Optional<String> tensor, int width, int height, int channels, Layout layout, Fit fit,
        ResizeFilter resize, Order order, double scale, List<Double> mean, List<Double> std,
        Optional<Background> background, boolean invert) {

    private static final int LARGEST_SIDE = 16_384;

    /** Which of a tensor's dimensions comes first. */
    public enum Layout {
        /** Channel, row, column: a plane for each channel. */
        NCHW,
        /** Row, column, channel: the channels of a pixel side by side. */
        NHWC
    }

    /** What happens to an image whose aspect ratio is not the tensor's. */
    public enum Fit {
        /** Both sides are scaled on their own. */
        STRETCH,
        /** What sticks out is cut off evenly, as by Pillow's {@code ImageOps.fit}. */
        CROP,
        /** The whole image is shown, with bars at both ends, as by Pillow's {@code ImageOps.pad}. */
        PAD
    }

    /** The order of the three colours in the tensor. */
    public enum Order {
        /** Red first. */
        RGB,
        /** Blue first. */
        BGR
    }

    /** An opaque colour, each part 0 to 255. */
    public record Background(int red, int green, int blue) {
        /** Checks that each part is a sample. */
        public Background {
            require(isSample(red) && isSample(green) && isSample(blue), "background",
                    "three numbers of 0 to 255", red + ", " + green + ", " + blue);
        }

        private static boolean isSample(int value) {
            return value >= 0 && value <= 255;
        }
    }

    /**
     * Checks each value.
     *
     * @throws InferenceException naming the member of {@code model.json}, the values it may have, and its
     *     value
     */
    public ImageSpec {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        require(width >= 1 && width <= LARGEST_SIDE, "width", "1 to " + LARGEST_SIDE, width);
        require(height >= 1 && height <= LARGEST_SIDE, "height", "1 to " + LARGEST_SIDE, height);
        require(channels == 1 || channels == 3, "channels", "1 (grey) or 3 (colour)", channels);
        require((long) width * height * channels <= Integer.MAX_VALUE / 4, "width, height and channels",
                "a product of at most " + Integer.MAX_VALUE / 4, width + " x " + height + " x " + channels);
        require(Double.isFinite(scale) && scale != 0, "scale", "a finite number other than 0", scale);
        requirePerChannel("mean", mean, channels, "a finite number");
        requirePerChannel("std", std, channels, "a finite number other than 0");
        require(!std.contains(0.0) && !std.contains(-0.0), "std", "numbers other than 0", std);
        require(tensor.isEmpty() || !tensor.get().isBlank(), "tensor", "a name", "blank");
    }

    private static void requirePerChannel(String member, List<Double> values, int channels, String each) {
        boolean finite = true;
        for (double value : values) {
            finite &= Double.isFinite(value);
        }
        require(finite && (values.size() == 1 || values.size() == channels), member,
                each + ", once or for each of " + channels + " channels", values);
    }

    private static void require(boolean condition, String member, String expected, Object actual) {
        if (!condition) {
            throw InferenceException.malformed("model.json",
                    "input.image." + member + " must be " + expected + " but is " + actual + ".");
        }
    }

    /** Elements that one image takes in the tensor. */
    public int elements() {
        return width * height * channels;
    }

    /**
     * A builder with the defaults of {@code model.json}: NCHW, stretched, bilinear, RGB, pixels as they are.
     */
    public static Builder of(int width, int height, int channels) {
        return new Builder(width, height, channels);
    }

    /** Collects the values that differ from the defaults; one thread at a time. */
    public static final class Builder {
        private final int width;
        private final int height;
        private final int channels;
        private Optional<String> tensor = Optional.empty();
        private Layout layout = Layout.NCHW;
        private Fit fit = Fit.STRETCH;
        private ResizeFilter resize = ResizeFilter.BILINEAR;
        private Order order = Order.RGB;
        private double scale = 1;
        private List<Double> mean = List.of(0.0);
        private List<Double> std = List.of(1.0);
        private Optional<Background> background = Optional.empty();
        private boolean invert;

        private Builder(int width, int height, int channels) {
            this.width = width;
            this.height = height;
            this.channels = channels;
        }

        /** Names the model's input. */
        public Builder tensor(String name) {
            tensor = Optional.of(name);
            return this;
        }

        /** Default {@link Layout#NCHW}. */
        public Builder layout(Layout value) {
            layout = value;
            return this;
        }

        /** Default {@link Fit#STRETCH}. */
        public Builder fit(Fit value) {
            fit = value;
            return this;
        }

        /** Default {@link ResizeFilter#BILINEAR}. */
        public Builder resize(ResizeFilter value) {
            resize = value;
            return this;
        }

        /** Default {@link Order#RGB}. */
        public Builder order(Order value) {
            order = value;
            return this;
        }

        /** Default 1. */
        public Builder scale(double value) {
            scale = value;
            return this;
        }

        /** Default 0; one value or one for each channel. */
        public Builder mean(double... values) {
            mean = listOf(values);
            return this;
        }

        /** Default 1; one value or one for each channel. */
        public Builder std(double... values) {
            std = listOf(values);
            return this;
        }

        /** Default none: alpha is dropped. */
        public Builder background(int red, int green, int blue) {
            background = Optional.of(new Background(red, green, blue));
            return this;
        }

        /** Default false. */
        public Builder invert(boolean value) {
            invert = value;
            return this;
        }

        /**
         * The finished description.
         *
         * @throws InferenceException if a value is not allowed
         */
        public ImageSpec build() {
            return new ImageSpec(tensor, width, height, channels, layout, fit, resize, order, scale, mean,
                    std, background, invert);
        }

        private static List<Double> listOf(double... values) {
            List<Double> list = new ArrayList<>();
            for (double value : values) {
                list.add(value);
            }
            return list;
        }
    }
}
