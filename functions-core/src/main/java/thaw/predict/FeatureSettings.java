package thaw.predict;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import thaw.InferenceException;
import thaw.json.JsonObject;

/**
 * One feature as {@code model.json} describes it.
 *
 * @param path       where it stands
 * @param name       in the JSON that callers send
 * @param tensor     the graph's input it goes to, if that has another name
 * @param categories the values it may have, in the order of their index; empty for a number, a flag or any text
 * @param oneHot     whether a category becomes as many elements as there are categories, one of them 1
 * @param flag       whether it is true or false
 * @param missing    what stands in when it is absent or null: a number, a text or a boolean; empty if that is refused
 */
record FeatureSettings(String path, String name, Optional<String> tensor, List<String> categories,
        boolean oneHot,
        boolean flag, Optional<Object> missing) {

    private static final String REFUSED = "error";

    FeatureSettings {
        Objects.requireNonNull(name, "name");
        categories = List.copyOf(categories);
    }

    /** A feature of which only the name is known. */
    static FeatureSettings named(String name, String path) {
        return new FeatureSettings(path, name, Optional.empty(), List.of(), false, false, Optional.empty());
    }

    /** A feature from a bare name or an object. */
    static FeatureSettings read(Object tree, String path) {
        if (tree instanceof String name) {
            return named(name, path);
        }
        JsonObject json = JsonObject.of(tree, path);
        FeatureSettings feature = new FeatureSettings(path, json.string("name"),
                InputSettings.optional(json, "tensor"), json.strings("categories"), oneHot(json),
                json.flag("boolean", false), missing(json));
        json.requireKnown();
        feature.requireConsistent();
        return feature;
    }

    private static boolean oneHot(JsonObject json) {
        String encoding = json.string("encoding", "index");
        if (!encoding.equals("index") && !encoding.equals("onehot")) {
            throw InferenceException.mismatch(json.at("encoding"), "index or onehot", "'" + encoding + "'");
        }
        if (json.has("encoding") && !json.has("categories")) {
            throw InferenceException.mismatch(json.at("encoding"),
                    "categories beside it, as only they are encoded", "none");
        }
        return encoding.equals("onehot");
    }

    private static Optional<Object> missing(JsonObject json) {
        Object value = json.get("missing");
        if (value instanceof List || value instanceof Map) {
            throw InferenceException.mismatch(json.at("missing"),
                    "\"error\", \"nan\", a number or a category", value);
        }
        return Optional.ofNullable(value).filter(other -> !other.equals(REFUSED));
    }

    private void requireConsistent() {
        if (flag && !categories.isEmpty()) {
            throw InferenceException.mismatch(path, "boolean or categories", "both");
        }
        if (new HashSet<>(categories).size() != categories.size()) {
            throw InferenceException.mismatch(path + ".categories", "each category once", categories);
        }
    }
}
