package thaw.predict;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import thaw.InferenceException;
import thaw.json.JsonObject;

/** What {@code model.json.input} says: what one input of the function is. */
sealed interface InputSettings permits ImageSettings, TabularSettings, TextSettings {

    /** Where the settings stand, for messages. */
    String path();

    /** The graph's input they are about; empty if the graph leaves no choice. */
    Optional<String> tensor();

    static InputSettings read(JsonObject json, String path) {
        List<InputSettings> kinds = new ArrayList<>(1);
        json.object("image").ifPresent(image -> kinds.add(ImageSettings.read(image, json.at("image"))));
        json.object("tabular").ifPresent(table -> kinds.add(TabularSettings.read(table, json.at("tabular"))));
        json.object("text").ifPresent(text -> kinds.add(TextSettings.read(text, json.at("text"))));
        json.requireKnown();
        if (kinds.size() != 1) {
            throw InferenceException.mismatch(path, "exactly one of image, tabular and text",
                    kinds.isEmpty() ? "none" : json.keys());
        }
        return kinds.get(0);
    }

    /** A text that may be absent. */
    static Optional<String> optional(JsonObject json, String key) {
        return json.has(key) ? Optional.of(json.string(key)) : Optional.empty();
    }
}
