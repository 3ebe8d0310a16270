package thaw.predict;

import java.util.List;

import thaw.InferenceException;
import thaw.ModelSignature;
import thaw.TensorSpec;

/** Finds the one input that an image or a text goes to. */
final class SoleInput {

    private SoleInput() {}

    /**
     * The model's only input.
     *
     * @throws InferenceException malformed, if the settings name another, or the model has inputs that nothing would fill
     */
    static TensorSpec of(InputSettings settings, ModelSignature signature) {
        List<String> names = signature.inputs().stream().map(TensorSpec::name).toList();
        settings.tensor().filter(name -> !names.contains(name)).ifPresent(name -> {
            throw InferenceException.mismatch(settings.path() + ".tensor", "one of " + names,
                    "'" + name + "'");
        });
        if (names.size() != 1) {
            throw InferenceException.mismatch(settings.path(), "a model with one input", names);
        }
        return signature.inputs().get(0);
    }
}
