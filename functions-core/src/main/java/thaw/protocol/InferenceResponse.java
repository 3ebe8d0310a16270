package thaw.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import thaw.ModelId;
import thaw.Tensor;
import thaw.Tensors;

/**
 * An inference response of the Open Inference Protocol. Immutable, thread-safe.
 *
 * @param model      what answered
 * @param id         the request's; empty if it gave none
 * @param parameters strings, numbers and booleans by name
 * @param outputs    the tensors, in the order they are written
 */
public record InferenceResponse(ModelId model, String id, Map<String, Object> parameters, Tensors outputs) {

    public InferenceResponse {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(id, "id");
        parameters = Map.copyOf(parameters);
        Objects.requireNonNull(outputs, "outputs");
    }

    /** The answer to a request: its id, and the outputs it asked for in its order. */
    public static InferenceResponse to(InferenceRequest request, ModelId model, Tensors outputs) {
        if (request.outputs().isEmpty()) {
            return new InferenceResponse(model, request.id(), Map.of(), outputs);
        }
        List<Tensor> ordered = new ArrayList<>();
        for (RequestedOutput requested : request.outputs()) {
            ordered.add(outputs.tensor(requested.name()));
        }
        return new InferenceResponse(model, request.id(), Map.of(), Tensors.of(ordered));
    }
}
