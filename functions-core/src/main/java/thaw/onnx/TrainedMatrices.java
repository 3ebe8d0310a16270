package thaw.onnx;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The matrices among a graph's initializers, and how often each is read. Not thread-safe. */
final class TrainedMatrices {

    private static final int FIRST_WITH_FREE_INITIALIZERS = 4;

    private final Map<String, FloatMatrix> matrices = new HashMap<>();
    private final Map<String, Integer> uses = new HashMap<>();

    /** Those of the main graph of a model. */
    static TrainedMatrices of(ByteBuffer model, OnnxGraph graph, String culprit) {
        TrainedMatrices found = new TrainedMatrices();
        Set<String> inputs = new HashSet<>();
        ProtobufReader main = mainGraph(model, culprit);
        while (main.next()) {
            switch (main.field()) {
                case 1 -> found.count(GraphNode.read(main.message()));
                case 5 -> found.add(main);
                case 11 -> inputs.add(new TypeReader().readValueInfo(main.message()).name());
                case 12 -> found.count(new TypeReader().readValueInfo(main.message()).name());
                default -> {
                }
            }
        }
        // What is an input, too, a caller may replace; but in the oldest files every initializer is one.
        if (graph.irVersion() >= FIRST_WITH_FREE_INITIALIZERS) {
            found.matrices.keySet().removeAll(inputs);
        }
        return found;
    }

    /** The fields of a model's main graph. */
    static ProtobufReader mainGraph(ByteBuffer model, String culprit) {
        ProtobufReader fields = new ProtobufReader(model, culprit);
        while (fields.next()) {
            if (fields.field() == 7) {
                return fields.message();
            }
        }
        throw fields.invalid("has no graph");
    }

    private void add(ProtobufReader field) {
        FloatMatrix.read(field.message()).ifPresent(matrix -> matrices.put(name(field.message()), matrix));
    }

    /** The name of a {@code TensorProto}. */
    static String name(ProtobufReader tensor) {
        String name = "";
        while (tensor.next()) {
            name = tensor.field() == 8 ? tensor.text() : name;
        }
        return name;
    }

    private void count(GraphNode node) {
        node.inputs().forEach(this::count);
        node.captured().forEach(this::count);
    }

    private void count(String name) {
        uses.merge(name, 1, Integer::sum);
    }

    Optional<FloatMatrix> matrix(String name) {
        return Optional.ofNullable(matrices.get(name));
    }

    /** Takes one use of a matrix away. */
    void release(String name) {
        uses.merge(name, -1, Integer::sum);
    }

    /** Whether a matrix was read, and nothing reads it any more. */
    boolean isReleased(String name) {
        return uses.getOrDefault(name, -1) == 0;
    }
}
