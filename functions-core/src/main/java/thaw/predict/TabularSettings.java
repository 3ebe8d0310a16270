package thaw.predict;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import thaw.InferenceException;
import thaw.json.JsonObject;

/**
 * Named features as input.
 *
 * @param path     where the settings stand
 * @param tensor   the graph's input that holds all features; empty if each has its own, or there is but one
 * @param field    which field of the JSON object holds the features; empty if they are its own fields
 * @param ignore   names that may stand beside the features and are not read
 * @param features in the order of the tensor; empty if the graph's inputs are the features
 */
record TabularSettings(String path, Optional<String> tensor, Optional<String> field, Set<String> ignore,
        List<FeatureSettings> features) implements InputSettings {

    TabularSettings {
        ignore = Set.copyOf(ignore);
        features = List.copyOf(features);
    }

    static TabularSettings read(JsonObject json, String path) {
        TabularSettings settings = new TabularSettings(path, InputSettings.optional(json, "tensor"),
                InputSettings.optional(json, "field"), new HashSet<>(json.strings("ignore")),
                features(json));
        json.requireKnown();
        settings.requireUnique();
        return settings;
    }

    private static List<FeatureSettings> features(JsonObject json) {
        List<FeatureSettings> features = new ArrayList<>();
        Object list = json.get("features");
        if (list == null) {
            return features;
        }
        if (!(list instanceof List<?> trees) || trees.isEmpty()) {
            throw InferenceException.mismatch(json.at("features"), "a list of one feature or more", list);
        }
        for (Object tree : trees) {
            features.add(FeatureSettings.read(tree, json.at("features") + "[" + features.size() + "]"));
        }
        return features;
    }

    private void requireUnique() {
        Set<String> names = new HashSet<>();
        for (FeatureSettings feature : features) {
            if (!names.add(feature.name())) {
                throw InferenceException.malformed(feature.path() + ".name",
                        "expected each name once, got '" + feature.name() + "' twice");
            }
            if (ignore.contains(feature.name())) {
                throw InferenceException.malformed(path + ".ignore",
                        "expected names that are no features, got the feature '" + feature.name() + "'");
            }
        }
    }
}
