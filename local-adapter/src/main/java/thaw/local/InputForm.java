package thaw.local;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import thaw.Datatype;
import thaw.LoadedModel;
import thaw.ModelSignature;
import thaw.Shape;
import thaw.TensorSpec;
import thaw.json.JsonObject;

/**
 * What the page asks a person for, to call {@code predict}. Immutable.
 *
 * @param kind        of input
 * @param description of the model, one line; empty if the package has none
 * @param field       which field of the JSON object holds the features; empty if they are its own fields
 * @param features    in the order of the model; each has a {@code name}, and where it is said, {@code categories},
 *                    {@code boolean}, and as {@code missing} what stands in for it; empty for other kinds
 */
record InputForm(Kind kind, String description, String field, List<Map<String, Object>> features) {

    /** Kinds of input, called in JSON as here but in small letters. */
    enum Kind {
        /** The bytes of an image file. */
        IMAGE,
        /** A JSON object of named features. */
        TABULAR,
        /** A text. */
        TEXT,
        /** A request of the Open Inference Protocol: the package says nothing that a person could be asked for. */
        TENSORS
    }

    private static final List<String> TOLD = List.of("name", "categories", "boolean", "missing");

    InputForm {
        Objects.requireNonNull(kind, "kind");
        features = List.copyOf(features);
    }

    /** The form of a loaded model, whose settings were checked when it was loaded. */
    static InputForm of(LoadedModel loaded) {
        JsonObject settings = JsonObject.of(loaded.settings(), "model.json");
        ModelSignature signature = loaded.model().signature();
        String description = settings.string("description", "");
        Optional<JsonObject> input = settings.object("input");
        Optional<JsonObject> tabular = input.flatMap(given -> given.object("tabular"));
        if (tabular.isPresent()) {
            return new InputForm(Kind.TABULAR, description, tabular.get().string("field", ""),
                    features(tabular.get(), signature));
        }
        return new InputForm(kind(input, signature), description, "", List.of());
    }

    // Without settings the predictor takes a text where the only input is one string a row, as here.
    private static Kind kind(Optional<JsonObject> input, ModelSignature signature) {
        if (input.isPresent()) {
            return input.get().has("image") ? Kind.IMAGE : Kind.TEXT;
        }
        boolean text = signature.inputs().size() == 1 && oneString(signature.inputs().get(0));
        return text ? Kind.TEXT : Kind.TENSORS;
    }

    private static boolean oneString(TensorSpec input) {
        Shape shape = input.shape();
        return input.datatype() == Datatype.BYTES && shape.rank() <= 2
                && (shape.rank() == 0 || Math.abs(shape.dimension(0)) == 1)
                && (shape.rank() < 2 || shape.dimension(1) == 1);
    }

    private static List<Map<String, Object>> features(JsonObject tabular, ModelSignature signature) {
        List<Map<String, Object>> features = new ArrayList<>();
        if (tabular.get("features") instanceof List<?> given) {
            given.forEach(each -> features.add(feature(each)));
        } else {
            signature.inputs().forEach(each -> features.add(Map.of("name", each.name())));
        }
        return features;
    }

    private static Map<String, Object> feature(Object given) {
        if (given instanceof String name) {
            return Map.of("name", name);
        }
        JsonObject object = JsonObject.of(given, "model.json.input.tabular.features");
        Map<String, Object> feature = new LinkedHashMap<>();
        for (String key : TOLD) {
            if (object.has(key)) {
                feature.put(key, object.get(key));
            }
        }
        feature.remove("missing", "error");
        return feature;
    }

    /** As {@code /api/models} tells them. */
    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("kind", kind.name().toLowerCase(Locale.ROOT));
        fields.put("description", description);
        if (kind == Kind.TABULAR) {
            fields.put("field", field);
            fields.put("features", features);
        }
        return fields;
    }
}
