package thaw.onnx;

import java.util.Objects;

/** The name and declared type of one input or output of a graph. */
public record ValueInfo(String name, ValueType type) {
    public ValueInfo {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
    }
}
