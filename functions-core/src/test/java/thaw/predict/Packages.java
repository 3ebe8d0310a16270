package thaw.predict;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import thaw.InferenceException;
import thaw.Limits;
import thaw.ModelSignature;
import thaw.Payload;
import thaw.Prediction;
import thaw.Predictor;
import thaw.json.JsonObject;

/** Makes predictors from settings written in a test. */
final class Packages {

    private Packages() {}

    /** A predictor with settings in JSON, where single quotes stand for double ones; empty for none. */
    static Predictor<Payload, Prediction> predictor(ModelSignature signature, String settings,
            String... labels) {
        return predictor(signature, settings, Limits.ofDefaults(), labels);
    }

    static Predictor<Payload, Prediction> predictor(ModelSignature signature, String settings, Limits limits,
            String... labels) {
        Optional<JsonObject> json = settings.isEmpty() ? Optional.empty()
                : Optional.of(
                        JsonObject.parse(quoted(settings).getBytes(StandardCharsets.UTF_8), "model.json"));
        return PackagePredictors.create(signature, List.of(labels), json, limits);
    }

    static String quoted(String json) {
        return json.replace('\'', '"');
    }

    static Payload json(String document) {
        return Payload.of(quoted(document).getBytes(StandardCharsets.UTF_8), "application/json");
    }

    static InferenceException failure(Runnable action) {
        try {
            action.run();
        } catch (InferenceException expected) {
            return expected;
        }
        throw new AssertionError("expected an InferenceException, got none");
    }
}
