package thaw.protocol;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import thaw.Tensors;

/**
 * An inference request of the Open Inference Protocol. Immutable, thread-safe.
 *
 * @param id         to be echoed; empty if the caller gave none
 * @param parameters strings, numbers and booleans by name
 * @param inputs     the tensors, in the caller's order
 * @param outputs    the outputs wanted, in that order; empty for all
 */
public record InferenceRequest(String id, Map<String, Object> parameters, Tensors inputs,
        List<RequestedOutput> outputs) {

    public InferenceRequest {
        Objects.requireNonNull(id, "id");
        parameters = Map.copyOf(parameters);
        Objects.requireNonNull(inputs, "inputs");
        outputs = List.copyOf(outputs);
    }

    /** The names of the outputs wanted; empty for all. */
    public Set<String> outputNames() {
        Set<String> names = new HashSet<>();
        for (RequestedOutput requested : outputs) {
            names.add(requested.name());
        }
        return Set.copyOf(names);
    }

    /** Whether the data of that output shall follow the JSON in binary form. */
    public boolean binary(String output) {
        boolean all = Boolean.TRUE.equals(parameters.get(Parameters.BINARY_DATA_OUTPUT));
        for (RequestedOutput requested : outputs) {
            if (requested.name().equals(output)) {
                return requested.binary().orElse(all);
            }
        }
        return all;
    }
}
