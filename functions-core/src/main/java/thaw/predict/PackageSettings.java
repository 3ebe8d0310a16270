package thaw.predict;

import java.util.Optional;

import thaw.json.JsonObject;

/**
 * What {@code model.json} says.
 *
 * @param input  what one input is; empty if the package leaves that to the graph
 * @param output how the outputs are read; empty likewise
 */
record PackageSettings(Optional<InputSettings> input, Optional<OutputSettings> output) {

    /** A package without {@code model.json}. */
    static PackageSettings none() {
        return new PackageSettings(Optional.empty(), Optional.empty());
    }

    /**
     * Reads the document strictly.
     *
     * @throws thaw.InferenceException malformed, naming the key at fault by its path
     */
    static PackageSettings read(JsonObject json) {
        json.string("$schema", "");
        json.string("description", "");
        Optional<InputSettings> input = json.object("input")
                .map(object -> InputSettings.read(object, json.at("input")));
        Optional<OutputSettings> output = json.object("output")
                .map(object -> OutputSettings.read(object, json.at("output")));
        json.requireKnown();
        return new PackageSettings(input, output);
    }
}
