package thaw.predict;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import thaw.InferenceException;
import thaw.Limits;
import thaw.Payload;
import thaw.Tensor;
import thaw.Tensors;
import thaw.json.Json;

/** Reads a JSON object of named features, in any order, straight into the model's inputs. */
final class TabularEncoder implements InputEncoder {

    private static final String INPUT = "input";

    private final Map<String, Feature> features;
    private final List<RowTensor> templates;
    private final Optional<String> field;
    private final Set<String> ignore;
    private final Limits limits;
    private final JsonFactory json;

    /**
     * An encoder of these features.
     *
     * @param features  by name, in the order of their index
     * @param templates one row for each input of the model, filled with what stands in for missing values
     */
    TabularEncoder(Map<String, Feature> features, List<RowTensor> templates, TabularSettings settings,
            Limits limits) {
        this.features = features;
        this.templates = List.copyOf(templates);
        this.field = settings.field();
        this.ignore = settings.ignore();
        this.limits = limits;
        this.json = Json.factory(limits.jsonDepth());
    }

    @Override
    public Tensors encode(Payload payload) {
        byte[] document = payload.bytes(limits.bodyBytes());
        try (JsonParser parser = json.createParser(document)) {
            requireObject(INPUT, parser, parser.nextToken());
            Tensors row = field.isEmpty() ? row(parser) : rowInField(parser, field.get());
            if (parser.nextToken() != null) {
                throw InferenceException.malformed(INPUT, "expected one JSON object, got more after it");
            }
            return row;
        } catch (JsonProcessingException invalid) {
            throw Json.malformed(INPUT, invalid);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private Tensors rowInField(JsonParser parser, String wanted) throws IOException {
        Tensors row = null;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            if (name.equals(wanted)) {
                requireObject(INPUT + "." + wanted, parser, token);
                row = row(parser);
            } else {
                parser.skipChildren();
            }
        }
        if (row == null) {
            throw InferenceException.mismatch(INPUT, "the features in the field '" + wanted + "'",
                    "no such field");
        }
        return row;
    }

    private Tensors row(JsonParser parser) throws IOException {
        List<RowTensor> rows = new ArrayList<>(templates.size());
        for (RowTensor template : templates) {
            rows.add(template.copy());
        }
        boolean[] given = new boolean[features.size()];
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            Feature feature = features.get(name);
            if (feature == null) {
                requireIgnored(name);
                parser.skipChildren();
            } else if (parser.currentToken() != JsonToken.VALUE_NULL) {
                feature.codec().write(parser, feature.culprit(), rows.get(feature.tensor()), feature.at());
                given[feature.index()] = true;
            }
        }
        requireGiven(given);
        return built(rows);
    }

    private static Tensors built(List<RowTensor> rows) {
        List<Tensor> tensors = new ArrayList<>(rows.size());
        for (RowTensor row : rows) {
            tensors.add(row.build());
        }
        return Tensors.of(tensors);
    }

    private void requireIgnored(String name) {
        if (!ignore.contains(name)) {
            throw InferenceException.malformed(Feature.culprit(name), "expected one of the model's "
                    + features.size() + " features, got another name; the closest is '"
                    + ClosestName.to(name, features.keySet()) + "'");
        }
    }

    private void requireGiven(boolean[] given) {
        for (Feature feature : features.values()) {
            if (feature.required() && !given[feature.index()]) {
                throw InferenceException.mismatch(feature.culprit(), "a value, as nothing stands in for it",
                        "none" + others(given));
            }
        }
    }

    private String others(boolean[] given) {
        long missing = features.values().stream().filter(each -> each.required() && !given[each.index()])
                .count();
        return missing == 1 ? "" : ", and " + (missing - 1) + " more are missing";
    }

    private static void requireObject(String culprit, JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.START_ARRAY) {
            throw InferenceException.mismatch(culprit, "a JSON object of features",
                    "a list: one input is one row");
        }
        if (token != JsonToken.START_OBJECT) {
            throw InferenceException.mismatch(culprit, "a JSON object of features",
                    JsonValues.described(parser));
        }
    }
}
