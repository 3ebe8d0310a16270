package thaw.local;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import thaw.InferenceException;
import thaw.LoadedModel;
import thaw.ModelReference;
import thaw.ModelSignature;
import thaw.Models;
import thaw.TensorSpec;
import thaw.TriggerEvent.HttpTrigger;

/**
 * What the page shows, as JSON trees: {@code /api/models}, and the last rows at {@code /api/results?limit=50}. Asking for
 * the models loads none: of one that is not ready only names and versions are told. Thread-safe.
 */
final class PageData {

    private static final int MOST_ROWS = 1000;

    private final Models models;
    private final LocalSinks sinks;

    PageData(Models models, LocalSinks sinks) {
        this.models = models;
        this.sinks = sinks;
    }

    Object answer(HttpTrigger request) {
        return switch (request.path()) {
            case "/api/models" -> Map.of("models", models.names().stream().map(this::model).toList());
            case "/api/results" -> Map.of("results", sinks.last(limit(request)));
            default -> throw InferenceException.notFound(request.path(),
                    "expected /api/models or /api/results");
        };
    }

    private static int limit(HttpTrigger request) {
        String text = request.query().getOrDefault("limit", List.of("50")).get(0);
        int limit = text.matches("\\d{1,4}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MOST_ROWS) {
            throw InferenceException.mismatch("query parameter 'limit'", "an integer from 1 to " + MOST_ROWS,
                    "'" + text + "'");
        }
        return limit;
    }

    private Map<String, Object> model(String name) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", name);
        fields.put("versions", models.versions(name));
        ModelReference reference = ModelReference.to(name);
        boolean ready = models.ready(reference);
        fields.put("ready", ready);
        if (ready) {
            try (Models.Lease lease = models.lease(reference)) {
                describe(fields, lease.loaded());
            }
        }
        return fields;
    }

    private static void describe(Map<String, Object> fields, LoadedModel loaded) {
        ModelSignature signature = loaded.model().signature();
        fields.put("version", loaded.model().id().version());
        fields.put("batchable", signature.batchable());
        fields.put("inputs", specs(signature.inputs()));
        fields.put("outputs", specs(signature.outputs()));
        fields.put("labels", loaded.labels());
        fields.putAll(InputForm.of(loaded).fields());
    }

    private static List<Object> specs(List<TensorSpec> specs) {
        List<Object> list = new ArrayList<>();
        for (TensorSpec spec : specs) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("name", spec.name());
            fields.put("datatype", spec.datatype().name());
            List<Long> shape = new ArrayList<>();
            for (long size : spec.shape().toArray()) {
                shape.add(size);
            }
            fields.put("shape", shape);
            list.add(fields);
        }
        return list;
    }
}
