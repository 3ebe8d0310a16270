package thaw.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import thaw.Shape;
import thaw.TensorSpec;
import thaw.onnx.Dimension;
import thaw.onnx.ElementType;
import thaw.onnx.ValueInfo;
import thaw.onnx.ValueType;

/**
 * One input or output, as it is shown.
 *
 * @param name       in the graph
 * @param type       the datatype of a tensor; else what it is
 * @param shape      -1 where any size is accepted; empty for a scalar, and for what is no tensor
 * @param dimensions the symbolic names, empty where there are none; as long as the shape
 */
record DeclaredValue(String name, String type, List<Long> shape, List<String> dimensions) {

    DeclaredValue {
        shape = List.copyOf(shape);
        dimensions = List.copyOf(dimensions);
    }

    /** As a loaded model serves it. */
    static DeclaredValue of(TensorSpec spec) {
        List<Long> shape = new ArrayList<>();
        for (long size : spec.shape().toArray()) {
            shape.add(size);
        }
        return new DeclaredValue(spec.name(), spec.datatype().name(), shape, spec.dimensions());
    }

    /** As the graph declares it. */
    static DeclaredValue of(ValueInfo value) {
        List<Dimension> dimensions = value.type() instanceof ValueType.Tensor tensor
                ? tensor.shape().orElse(List.of())
                : List.of();
        return new DeclaredValue(value.name(), text(value.type()),
                dimensions.stream().map(DeclaredValue::size).toList(),
                dimensions.stream().map(size -> size instanceof Dimension.Symbolic named ? named.name() : "")
                        .toList());
    }

    private static long size(Dimension dimension) {
        return dimension instanceof Dimension.Fixed fixed ? fixed.size() : Shape.ANY;
    }

    private static String text(ValueType type) {
        if (type instanceof ValueType.Tensor tensor) {
            return datatype(tensor.elementType());
        }
        if (type instanceof ValueType.SparseTensor sparse) {
            return "sparse " + datatype(sparse.elementType());
        }
        if (type instanceof ValueType.Sequence sequence) {
            return "sequence of " + text(sequence.element());
        }
        if (type instanceof ValueType.Mapping map) {
            return "map of " + datatype(map.key()) + " to " + text(map.value());
        }
        return type instanceof ValueType.Maybe maybe ? "optional " + text(maybe.element()) : "undeclared";
    }

    // The graph's names differ from the protocol's for these alone.
    private static String datatype(ElementType type) {
        return switch (type) {
            case FLOAT -> "FP32";
            case DOUBLE -> "FP64";
            case FLOAT16 -> "FP16";
            case BFLOAT16 -> "BF16";
            case STRING -> "BYTES";
            default -> type.name();
        };
    }

    /** Whether dimension 0 counts rows. */
    boolean openRows() {
        return !shape.isEmpty() && shape.get(0) == Shape.ANY;
    }

    /** Shape with symbolic names, for example {@code [N,3,224,224]}. */
    String shapeText() {
        List<String> sizes = new ArrayList<>();
        for (int i = 0; i < shape.size(); i++) {
            boolean named = shape.get(i) == Shape.ANY && !dimensions.get(i).isEmpty();
            sizes.add(named ? dimensions.get(i) : shape.get(i) == Shape.ANY ? "?" : shape.get(i).toString());
        }
        return "[" + String.join(",", sizes) + "]";
    }

    Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", name);
        tree.put("datatype", type);
        tree.put("shape", shape);
        tree.put("dimensions", dimensions);
        return tree;
    }
}
