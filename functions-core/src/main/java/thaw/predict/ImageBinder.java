package thaw.predict;

import java.util.OptionalInt;

import thaw.Datatype;
import thaw.InferenceException;
import thaw.Limits;
import thaw.ModelSignature;
import thaw.Shape;
import thaw.TensorSpec;
import thaw.image.ImageSpec;
import thaw.image.ImageSpec.Layout;

/** Completes what {@code model.json} says of an image by the graph's shape, and refuses what contradicts it. */
final class ImageBinder {

    private final ImageSettings settings;
    private final TensorSpec input;
    private final Shape shape;

    private ImageBinder(ImageSettings settings, ModelSignature signature) {
        this.settings = settings;
        this.input = SoleInput.of(settings, signature);
        this.shape = input.shape();
    }

    static ImageEncoder bind(ImageSettings settings, ModelSignature signature, Limits limits) {
        return new ImageBinder(settings, signature).encoder(limits);
    }

    private ImageEncoder encoder(Limits limits) {
        requireDatatype();
        requireRows();
        Layout layout = layout();
        ImageSpec spec = switch (shape.rank()) {
            case 2 -> flattened(layout);
            case 3 -> spec(layout, dimension(2), dimension(1), OptionalInt.of(1));
            default -> layout == Layout.NCHW ? spec(layout, dimension(3), dimension(2), dimension(1))
                    : spec(layout, dimension(2), dimension(1), dimension(3));
        };
        return new ImageEncoder(input.name(), input.datatype(), rowShape(spec), spec, limits);
    }

    private void requireDatatype() {
        Datatype datatype = input.datatype();
        if (datatype != Datatype.FP32 && datatype != Datatype.FP16 && datatype != Datatype.UINT8) {
            throw InferenceException.mismatch(settings.path(), "an input of FP32, FP16 or UINT8",
                    "input '" + input.name() + "' of " + datatype);
        }
        boolean raw = settings.scale() == 1 && settings.mean().stream().allMatch(mean -> mean == 0)
                && settings.std().stream().allMatch(std -> std == 1);
        if (datatype == Datatype.UINT8 && !raw) {
            throw InferenceException.mismatch(settings.path(),
                    "no scale, mean and std, as input '" + input.name()
                            + "' takes UINT8, the pixels as they are",
                    "one of them");
        }
    }

    private void requireRows() {
        if (shape.rank() < 2 || shape.rank() > 4 || !RowShape.oneOrAny(shape.dimension(0))) {
            throw InferenceException.mismatch(settings.path(),
                    "an input of shape [-1,channels,height,width], [-1,height,width,channels], [-1,height,width]"
                            + " or [-1,elements]",
                    "input '" + input.name() + "' of shape " + shape);
        }
    }

    /** What is said; else channels last if only the last dimension can be channels. */
    private Layout layout() {
        boolean last = shape.rank() == 4 && isChannels(shape.dimension(3)) && !isChannels(shape.dimension(1))
                && shape.dimension(1) != Shape.ANY;
        return settings.layout().orElse(last ? Layout.NHWC : Layout.NCHW);
    }

    private static boolean isChannels(long dimension) {
        return dimension == 1 || dimension == 3;
    }

    private OptionalInt dimension(int index) {
        long size = shape.dimension(index);
        if (size == 0 || size > Integer.MAX_VALUE) {
            throw InferenceException.mismatch(settings.path(), "an input that holds an image",
                    "input '" + input.name() + "' of shape " + shape);
        }
        return size == Shape.ANY ? OptionalInt.empty() : OptionalInt.of((int) size);
    }

    private ImageSpec spec(Layout layout, OptionalInt width, OptionalInt height, OptionalInt channels) {
        return spec(layout, agreed("width", settings.width(), width),
                agreed("height", settings.height(), height),
                colours(agreed("channels", settings.channels(), channels)));
    }

    private ImageSpec flattened(Layout layout) {
        int width = agreed("width", settings.width(), OptionalInt.empty());
        int height = agreed("height", settings.height(), OptionalInt.empty());
        OptionalInt elements = dimension(1);
        long area = (long) width * height;
        OptionalInt channels = elements.isPresent() && elements.getAsInt() % area == 0
                ? OptionalInt.of((int) (elements.getAsInt() / area))
                : OptionalInt.empty();
        int agreed = agreed("channels", settings.channels(), channels);
        if (elements.isPresent() && area * agreed != elements.getAsInt()) {
            throw InferenceException.mismatch(settings.path(),
                    elements.getAsInt() + " elements, as input '" + input.name() + "' has shape " + shape,
                    width + " x " + height + " x " + agreed);
        }
        return spec(layout, width, height, colours(agreed));
    }

    private int agreed(String key, OptionalInt said, OptionalInt drawn) {
        if (said.isPresent() && drawn.isPresent() && said.getAsInt() != drawn.getAsInt()) {
            throw InferenceException.mismatch(settings.path() + "." + key,
                    drawn.getAsInt() + ", as input '" + input.name() + "' has shape " + shape,
                    said.getAsInt());
        }
        if (said.isEmpty() && drawn.isEmpty()) {
            throw InferenceException.mismatch(settings.path() + "." + key,
                    "an integer, as the shape " + shape + " of input '" + input.name() + "' leaves it open",
                    "nothing");
        }
        return said.orElseGet(drawn::getAsInt);
    }

    private int colours(int channels) {
        if (!isChannels(channels)) {
            throw InferenceException.mismatch(settings.path() + ".channels", "1 (grey) or 3 (colour)",
                    channels + " in shape " + shape + " of input '" + input.name() + "'");
        }
        return channels;
    }

    private ImageSpec spec(Layout layout, int width, int height, int channels) {
        requirePerChannel("mean", settings.mean().size(), channels);
        requirePerChannel("std", settings.std().size(), channels);
        return new ImageSpec(settings.tensor(), width, height, channels, layout, settings.fit(),
                settings.resize(),
                settings.order(), settings.scale(), settings.mean(), settings.std(),
                settings.background(), settings.invert());
    }

    private void requirePerChannel(String key, int numbers, int channels) {
        if (numbers != 1 && numbers != channels) {
            throw InferenceException.mismatch(settings.path() + "." + key,
                    "one number, or one for each of " + channels + " channels", numbers + " numbers");
        }
    }

    private Shape rowShape(ImageSpec spec) {
        return switch (shape.rank()) {
            case 2 -> Shape.of(1, spec.elements());
            case 3 -> Shape.of(1, spec.height(), spec.width());
            default -> spec.layout() == Layout.NCHW
                    ? Shape.of(1, spec.channels(), spec.height(), spec.width())
                    : Shape.of(1, spec.height(), spec.width(), spec.channels());
        };
    }
}
