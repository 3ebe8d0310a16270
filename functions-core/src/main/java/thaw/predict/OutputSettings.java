package thaw.predict;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

import thaw.InferenceException;
import thaw.json.JsonObject;

/**
 * How {@code model.json.output} says the outputs are read.
 *
 * @param path       where the settings stand
 * @param tensor     the output that holds the scores; empty if the graph leaves no choice
 * @param activation what turns the graph's numbers into scores
 * @param topK       how many labels are answered
 * @param threshold  the least score that is answered
 * @param labels     the classes' names; empty if {@code labels.txt} or the graph has them
 */
record OutputSettings(String path, Optional<String> tensor, Activation activation, OptionalInt topK,
        OptionalDouble threshold, List<String> labels) {

    OutputSettings {
        labels = List.copyOf(labels);
    }

    /** Settings that leave everything to the graph. */
    static OutputSettings ofDefaults(String path) {
        return new OutputSettings(path, Optional.empty(), Activation.NONE, OptionalInt.empty(),
                OptionalDouble.empty(), List.of());
    }

    static OutputSettings read(JsonObject json, String path) {
        OutputSettings settings = new OutputSettings(path, InputSettings.optional(json, "tensor"),
                activation(json, path),
                json.has("topK") ? OptionalInt.of(json.integer("topK", 1, Integer.MAX_VALUE))
                        : OptionalInt.empty(),
                json.has("threshold") ? OptionalDouble.of(finite(json, "threshold")) : OptionalDouble.empty(),
                json.strings("labels"));
        json.requireKnown();
        return settings;
    }

    private static Activation activation(JsonObject json, String path) {
        boolean softmax = json.flag("softmax", false);
        boolean sigmoid = json.flag("sigmoid", false);
        if (softmax && sigmoid) {
            throw InferenceException.mismatch(path, "softmax or sigmoid", "both");
        }
        if (softmax) {
            return Activation.SOFTMAX;
        }
        return sigmoid ? Activation.SIGMOID : Activation.NONE;
    }

    /** A number that is not infinite, as 1e999 is when it is read. */
    static double finite(JsonObject json, String key) {
        double value = json.number(key);
        if (!Double.isFinite(value)) {
            throw InferenceException.mismatch(json.at(key), "a finite number", value);
        }
        return value;
    }

    /** Whether something is asked for that only scores can satisfy. */
    boolean asksForScores() {
        return activation != Activation.NONE || topK.isPresent() || threshold.isPresent();
    }
}
