package thaw.predict;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonParser;
import thaw.Datatype;
import thaw.InferenceException;
import thaw.Limits;
import thaw.ModelSignature;
import thaw.TensorSpec;
import thaw.json.Json;

/** Gives every feature its place in the model's inputs, and refuses settings that do not fill them exactly. */
final class TabularBinder {

    private static final String NAN = "nan";

    private final TabularSettings settings;
    private final List<TensorSpec> inputs;
    private final Limits limits;
    private final int[] filled;
    private final Map<String, Feature> features = new LinkedHashMap<>();

    private TabularBinder(TabularSettings settings, ModelSignature signature, Limits limits) {
        this.settings = settings;
        this.inputs = signature.inputs();
        this.limits = limits;
        this.filled = new int[inputs.size()];
    }

    static TabularEncoder bind(TabularSettings settings, ModelSignature signature, Limits limits) {
        return new TabularBinder(settings, signature, limits).encoder();
    }

    private TabularEncoder encoder() {
        List<FeatureSettings> described = settings.features().isEmpty() ? fromGraph() : settings.features();
        for (FeatureSettings feature : described) {
            place(feature);
        }
        List<RowTensor> templates = new ArrayList<>(inputs.size());
        for (int i = 0; i < inputs.size(); i++) {
            templates.add(template(i));
        }
        for (FeatureSettings feature : described) {
            feature.missing().ifPresent(value -> standIn(feature, value, templates));
        }
        return new TabularEncoder(features, templates, settings, limits);
    }

    private List<FeatureSettings> fromGraph() {
        List<FeatureSettings> named = new ArrayList<>(inputs.size());
        for (TensorSpec input : inputs) {
            if (!RowShape.single(input)) {
                throw InferenceException.mismatch(settings.path() + ".features",
                        "the names of the features of input '" + input.name() + "' of shape " + input.shape(),
                        "none");
            }
            named.add(FeatureSettings.named(input.name(), settings.path() + ".features"));
        }
        return named;
    }

    private void place(FeatureSettings feature) {
        int tensor = target(feature);
        FeatureCodec codec = codec(feature, inputs.get(tensor).datatype());
        features.put(feature.name(), new Feature(features.size(), Feature.culprit(feature.name()), tensor,
                filled[tensor], codec, feature.missing().isEmpty()));
        filled[tensor] += codec.width();
    }

    private int target(FeatureSettings feature) {
        if (feature.tensor().isPresent()) {
            return input(feature.tensor().get(), feature.path() + ".tensor", "one of ");
        }
        if (settings.tensor().isPresent()) {
            return input(settings.tensor().get(), settings.path() + ".tensor", "one of ");
        }
        return inputs.size() == 1 ? 0
                : input(feature.name(), feature.path() + ".name",
                        "a tensor beside it, or the name of one of the inputs ");
    }

    private int input(String name, String path, String expected) {
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i).name().equals(name)) {
                return i;
            }
        }
        throw InferenceException.mismatch(path, expected + inputs.stream().map(TensorSpec::name).toList(),
                "'" + name + "'");
    }

    private FeatureCodec codec(FeatureSettings feature, Datatype datatype) {
        if (datatype == Datatype.BYTES) {
            requireTextual(feature);
            return new FeatureCodec.Text(new LinkedHashSet<>(feature.categories()));
        }
        if (!feature.categories().isEmpty()) {
            Map<String, Integer> indices = indices(feature.categories());
            return feature.oneHot() ? new FeatureCodec.OneHot(indices)
                    : new FeatureCodec.CategoryIndex(indices);
        }
        return feature.flag() || datatype == Datatype.BOOL ? new FeatureCodec.Flag()
                : new FeatureCodec.Numeric(limits.allowNonFinite());
    }

    private static void requireTextual(FeatureSettings feature) {
        if (feature.oneHot()) {
            throw InferenceException.mismatch(feature.path() + ".encoding",
                    "none, as the model takes the category as a string", "onehot");
        }
        if (feature.flag()) {
            throw InferenceException.mismatch(feature.path() + ".boolean",
                    "false, as the model takes a string",
                    "true");
        }
    }

    private static Map<String, Integer> indices(List<String> categories) {
        Map<String, Integer> indices = new LinkedHashMap<>();
        for (String category : categories) {
            indices.put(category, indices.size());
        }
        return indices;
    }

    private RowTensor template(int tensor) {
        TensorSpec input = inputs.get(tensor);
        if (filled[tensor] == 0) {
            throw InferenceException.mismatch(settings.path() + ".features",
                    "features for every input of the model", "none for input '" + input.name() + "'");
        }
        RowShape row = RowShape.of(input, filled[tensor]);
        if (row.width() != filled[tensor]) {
            throw InferenceException.mismatch(settings.path() + ".features",
                    row.width() + " elements, as input '"
                            + input.name() + "' has shape " + input.shape(),
                    filled[tensor]);
        }
        return new RowTensor(input.name(), input.datatype(), row);
    }

    private void standIn(FeatureSettings feature, Object value, List<RowTensor> templates) {
        Feature placed = features.get(feature.name());
        RowTensor template = templates.get(placed.tensor());
        String path = feature.path() + ".missing";
        if (value.equals(NAN) && template.datatype() != Datatype.BYTES
                && !feature.categories().contains(NAN)) {
            requireRoomForNan(placed, template, path);
            template.put(path, placed.at(), Double.NaN);
        } else {
            write(value, placed, template, path);
        }
    }

    private static void requireRoomForNan(Feature placed, RowTensor template, String path) {
        if (!template.datatype().floating() || placed.codec().width() != 1) {
            throw InferenceException.mismatch(path, "a value that " + template.datatype()
                    + (placed.codec().width() == 1 ? "" : " in one-hot encoding") + " can hold", NAN);
        }
    }

    /** By way of the codec that callers' values take, so that a stand-in obeys the same rules. */
    private static void write(Object value, Feature placed, RowTensor template, String path) {
        try (JsonParser parser = Json.factory(Json.DEFAULT_DEPTH).createParser(Json.bytes(value))) {
            parser.nextToken();
            placed.codec().write(parser, path, template, placed.at());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
