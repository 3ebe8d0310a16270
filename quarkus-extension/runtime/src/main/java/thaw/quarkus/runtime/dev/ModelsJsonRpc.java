package thaw.quarkus.runtime.dev;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import thaw.InferenceException;
import thaw.LoadedModel;
import thaw.ModelReference;
import thaw.ModelSignature;
import thaw.Models;
import thaw.Payload;
import thaw.Prediction;
import thaw.Predictor;
import thaw.TensorSpec;

/** The methods of the card in the Dev UI: what models there are, and what one of them says of an input. */
@ApplicationScoped
public class ModelsJsonRpc {

    private final Instance<Models> found;

    /** Of the application's models; it may have none. */
    public ModelsJsonRpc(Instance<Models> found) {
        this.found = found;
    }

    /** Each model with its version, its inputs and its outputs. */
    public List<Map<String, Object>> models() {
        List<Map<String, Object>> all = new ArrayList<>();
        if (found.isUnsatisfied()) {
            return all;
        }
        Models models = found.get();
        for (String name : models.names()) {
            try (Models.Lease lease = models.lease(ModelReference.to(name))) {
                ModelSignature signature = lease.loaded().model().signature();
                Map<String, Object> model = new LinkedHashMap<>();
                model.put("name", name);
                model.put("version", lease.loaded().model().id().version());
                model.put("batchable", signature.batchable());
                model.put("inputs", tensors(signature.inputs()));
                model.put("outputs", tensors(signature.outputs()));
                all.add(model);
            }
        }
        return all;
    }

    private static List<Map<String, Object>> tensors(List<TensorSpec> specs) {
        return specs.stream().map(spec -> Map.<String, Object>of("name", spec.name(), "datatype",
                spec.datatype().name(), "shape", spec.shape().toString())).toList();
    }

    /**
     * What a model's package says of an input.
     *
     * @param model       its name
     * @param contentType of the input
     * @param body        the input: a text; of any other type than text and JSON its bytes in Base64
     * @return the fields of the prediction, or {@code error} with its reason
     */
    public Map<String, Object> predict(String model, String contentType, String body) {
        try (Models.Lease lease = found.get().lease(ModelReference.to(model))) {
            return predicted(lease.loaded(), Payload.of(bytes(contentType, body), contentType)).fields();
        } catch (InferenceException | IllegalArgumentException refused) {
            return Map.of("error", String.valueOf(refused.getMessage()));
        }
    }

    private static Prediction predicted(LoadedModel loaded, Payload input) {
        Predictor<Payload, Prediction> predictor = loaded.packagePredictor();
        return predictor.decode(loaded.model().infer(predictor.encode(input)));
    }

    private static byte[] bytes(String contentType, String body) {
        boolean readable = contentType.startsWith("text/") || contentType.startsWith("application/json");
        return readable ? body.getBytes(StandardCharsets.UTF_8) : Base64.getDecoder().decode(body);
    }
}
