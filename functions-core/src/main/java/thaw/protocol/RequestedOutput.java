package thaw.protocol;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An output that a request asks for.
 *
 * @param name       of the output in the model's signature
 * @param parameters strings, numbers and booleans by name
 */
public record RequestedOutput(String name, Map<String, Object> parameters) {

    public RequestedOutput {
        Objects.requireNonNull(name, "name");
        parameters = Map.copyOf(parameters);
    }

    /** Whether its data shall follow the JSON in binary form; empty leaves it to the request. */
    Optional<Boolean> binary() {
        return Optional.ofNullable((Boolean) parameters.get(Parameters.BINARY_DATA));
    }
}
