package thaw.predict;

import java.util.List;
import java.util.Optional;

import thaw.InferenceException;
import thaw.Limits;
import thaw.ModelSignature;
import thaw.Payload;
import thaw.Prediction;
import thaw.Predictor;
import thaw.json.JsonObject;

/** Makes the predictor that a model package describes without code. */
public final class PackagePredictors {

    private PackagePredictors() {}

    /**
     * The predictor for a model. Its {@code encode} gives one row for every input; its {@code decode} takes the outputs of
     * one row.
     *
     * <p>Without settings, a model whose only input is one string a row takes a text; any other takes a request of the
     * Open Inference Protocol with one row, and answers with values by output name, or with labels if there are any.
     *
     * @param signature what the graph says
     * @param labels    the classes' names in the order of the scores, from {@code labels.txt} or the graph; empty if
     *                  neither has them. Labels in the settings come before these
     * @param settings  {@code model.json}, if the package has one
     * @param limits    of the function; bytes, JSON depth, pixels and NaN are refused by them
     * @return a predictor that is thread-safe and whose failures name the field, the expected and the actual
     * @throws InferenceException invalid model, if the settings or labels are wrong or contradict the graph
     */
    public static Predictor<Payload, Prediction> create(ModelSignature signature, List<String> labels,
            Optional<JsonObject> settings, Limits limits) {
        try {
            PackageSettings read = settings.map(PackageSettings::read).orElseGet(PackageSettings::none);
            return new PackagePredictor(encoder(read.input(), signature, limits),
                    OutputBinder.bind(read.output(), labels, signature));
        } catch (InferenceException failure) {
            throw invalid(failure);
        }
    }

    private static InputEncoder encoder(Optional<InputSettings> input, ModelSignature signature,
            Limits limits) {
        if (input.isPresent()) {
            return described(input.get(), signature, limits);
        }
        if (TextEncoder.recognises(signature)) {
            return TextEncoder.bind(TextSettings.ofDefaults("model.json.input.text"), signature, limits);
        }
        return new ProtocolEncoder(signature, limits);
    }

    private static InputEncoder described(InputSettings input, ModelSignature signature, Limits limits) {
        if (input instanceof ImageSettings image) {
            return ImageBinder.bind(image, signature, limits);
        }
        if (input instanceof TabularSettings tabular) {
            return TabularBinder.bind(tabular, signature, limits);
        }
        return TextEncoder.bind((TextSettings) input, signature, limits);
    }

    /** What is read here was written by the package's author, so whatever is wrong is the package. */
    private static InferenceException invalid(InferenceException failure) {
        if (failure.kind() == InferenceException.Kind.INVALID_MODEL) {
            return failure;
        }
        String prefix = failure.culprit().isEmpty() ? "" : failure.culprit() + ": ";
        return InferenceException.invalidModel(failure.culprit(),
                failure.getMessage().substring(prefix.length()),
                failure);
    }
}
