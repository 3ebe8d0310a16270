package thaw.predict;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

import thaw.InferenceException;
import thaw.image.ImageSpec;
import thaw.image.ResizeFilter;
import thaw.json.JsonObject;

/**
 * An image as input, as far as {@code model.json} says; the graph says the rest.
 *
 * @param path       where the settings stand
 * @param tensor     the graph's input; empty if it leaves no choice
 * @param width      in pixels; empty if the graph has it
 * @param height     in pixels; empty if the graph has it
 * @param channels   1 or 3; empty if the graph has them
 * @param layout     empty if the graph's dimensions tell, or for NCHW
 * @param fit        what happens to another aspect ratio
 * @param resize     the filter, by Pillow's rules
 * @param order      of the three colours
 * @param scale      factor for pixels of 0 to 255
 * @param mean       one for all channels or one for each
 * @param std        one for all channels or one for each
 * @param background three samples; empty drops alpha
 * @param invert     whether pixels are taken from 255 first
 */
record ImageSettings(String path, Optional<String> tensor, OptionalInt width, OptionalInt height,
        OptionalInt channels,
        Optional<ImageSpec.Layout> layout, ImageSpec.Fit fit, ResizeFilter resize, ImageSpec.Order order,
        double scale,
        List<Double> mean, List<Double> std, Optional<ImageSpec.Background> background, boolean invert)
        implements
            InputSettings {

    /** A tensor of more is a mistake, and would not fit one buffer at three channels of eight bytes. */
    private static final int LARGEST_SIDE = 16_384;

    static ImageSettings read(JsonObject json, String path) {
        ImageSettings settings = new ImageSettings(path, InputSettings.optional(json, "tensor"),
                side(json, "width"), side(json, "height"), channels(json),
                json.has("layout") ? Optional.of(one(json, "layout", ImageSpec.Layout.NCHW))
                        : Optional.empty(),
                one(json, "fit", ImageSpec.Fit.STRETCH), one(json, "resize", ResizeFilter.BILINEAR),
                one(json, "order", ImageSpec.Order.RGB), scale(json),
                finite(json, "mean", 0.0), std(json), background(json), json.flag("invert", false));
        json.requireKnown();
        return settings;
    }

    private static OptionalInt side(JsonObject json, String key) {
        return json.has(key) ? OptionalInt.of(json.integer(key, 1, LARGEST_SIDE)) : OptionalInt.empty();
    }

    private static OptionalInt channels(JsonObject json) {
        if (!json.has("channels")) {
            return OptionalInt.empty();
        }
        int channels = json.integer("channels", 1, 3);
        if (channels == 2) {
            throw InferenceException.mismatch(json.at("channels"), "1 (grey) or 3 (colour)", channels);
        }
        return OptionalInt.of(channels);
    }

    /** A value of an enum; layouts and orders are written in capitals, the others in small letters. */
    private static <E extends Enum<E>> E one(JsonObject json, String key, E otherwise) {
        boolean capitals = otherwise instanceof ImageSpec.Layout || otherwise instanceof ImageSpec.Order;
        String text = json.string(key, written(otherwise, capitals));
        E[] all = otherwise.getDeclaringClass().getEnumConstants();
        for (E each : all) {
            if (written(each, capitals).equals(text)) {
                return each;
            }
        }
        throw InferenceException.mismatch(json.at(key),
                "one of " + Arrays.stream(all).map(each -> written(each, capitals)).toList(),
                "'" + text + "'");
    }

    private static String written(Enum<?> value, boolean capitals) {
        return capitals ? value.name() : value.name().toLowerCase(Locale.ROOT);
    }

    private static double scale(JsonObject json) {
        double scale = json.has("scale") ? OutputSettings.finite(json, "scale") : 1;
        if (scale == 0) {
            throw InferenceException.mismatch(json.at("scale"), "a number other than 0", scale);
        }
        return scale;
    }

    private static List<Double> finite(JsonObject json, String key, double otherwise) {
        List<Double> numbers = json.has(key) ? json.numbers(key) : List.of(otherwise);
        if (numbers.size() != 1 && numbers.size() != 3) {
            throw InferenceException.mismatch(json.at(key), "one number, or one for each channel", numbers);
        }
        for (double number : numbers) {
            if (!Double.isFinite(number)) {
                throw InferenceException.mismatch(json.at(key), "finite numbers", numbers);
            }
        }
        return numbers;
    }

    private static List<Double> std(JsonObject json) {
        List<Double> std = finite(json, "std", 1.0);
        if (std.stream().anyMatch(number -> number == 0)) {
            throw InferenceException.mismatch(json.at("std"), "numbers other than 0", std);
        }
        return std;
    }

    private static Optional<ImageSpec.Background> background(JsonObject json) {
        if (!json.has("background")) {
            return Optional.empty();
        }
        List<Double> samples = json.numbers("background");
        boolean valid = samples.size() == 3
                && samples.stream()
                        .allMatch(sample -> sample == Math.rint(sample) && sample >= 0 && sample <= 255);
        if (!valid) {
            throw InferenceException.mismatch(json.at("background"), "three integers from 0 to 255", samples);
        }
        return Optional.of(new ImageSpec.Background(samples.get(0).intValue(), samples.get(1).intValue(),
                samples.get(2).intValue()));
    }
}
