package thaw.onnx;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Collects an {@link OnnxGraph} from a {@code ModelProto}; the field numbers are those of onnx.proto. Like
 * protobuf itself it merges a message that occurs twice. For one use.
 */
final class OnnxModelReader {
    /** Graphs within graphs: protobuf's own limit of 100 nested messages allows a third of it. */
    private static final int DEEPEST_GRAPH = 32;

    private static final int FIRST_WITH_OPSETS = 3;

    private final TypeReader types = new TypeReader();
    private final TensorReader tensors = new TensorReader();

    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final SortedMap<String, Long> opsets = new TreeMap<>();
    private final List<ValueInfo> inputs = new ArrayList<>();
    private final List<ValueInfo> outputs = new ArrayList<>();
    private final Set<String> initializers = new HashSet<>();
    private final SortedMap<Operator, Integer> operators = new TreeMap<>();
    private final SortedSet<Operator> functions = new TreeSet<>();

    private long irVersion;
    private String producer = "";
    private String producerVersion = "";
    private String domain = "";
    private long modelVersion;
    private String documentation = "";
    private boolean hasGraph;

    OnnxGraph read(ProtobufReader model) {
        while (model.next()) {
            switch (model.field()) {
                case 1 -> irVersion = model.number();
                case 2 -> producer = model.text();
                case 3 -> producerVersion = model.text();
                case 4 -> domain = model.text();
                case 5 -> modelVersion = model.number();
                case 6 -> documentation = model.text();
                case 7 -> readMainGraph(model.message());
                case 8 -> readOpset(model.message());
                case 14 -> readMetadata(model.message());
                case 25 -> readFunction(model.message());
                default -> {
                }
            }
        }
        return finish(model);
    }

    private OnnxGraph finish(ProtobufReader model) {
        if (irVersion < 1 || !hasGraph) {
            throw model.invalid("is not an ONNX model: it has no " + (hasGraph ? "format version" : "graph"));
        }
        if (opsets.isEmpty() && irVersion >= FIRST_WITH_OPSETS) {
            throw model.invalid("is truncated or damaged: it names no operator set");
        }
        inputs.removeIf(input -> initializers.contains(input.name()));
        return new OnnxGraph(irVersion, (producer + " " + producerVersion).strip(), domain, modelVersion,
                documentation, metadata, opsets, inputs, outputs, operators, functions,
                tensors.weights(), tensors.externalData());
    }

    private void readMainGraph(ProtobufReader graph) {
        hasGraph = true;
        while (graph.next()) {
            switch (graph.field()) {
                case 5 -> initializers.add(tensors.readInitializer(graph.message()));
                case 15 -> initializers.add(tensors.readSparseInitializer(graph.message()));
                case 11 -> inputs.add(types.readValueInfo(graph.message()));
                case 12 -> outputs.add(types.readValueInfo(graph.message()));
                case 1 -> readNode(graph.message(), 1);
                default -> {
                }
            }
        }
    }

    private void readSubgraph(ProtobufReader graph, int depth) {
        if (depth > DEEPEST_GRAPH) {
            throw graph.invalid("nests graphs more than " + DEEPEST_GRAPH + " deep");
        }
        while (graph.next()) {
            switch (graph.field()) {
                case 5 -> tensors.readInitializer(graph.message());
                case 15 -> tensors.readSparseInitializer(graph.message());
                case 1 -> readNode(graph.message(), depth);
                default -> {
                }
            }
        }
    }

    private void readNode(ProtobufReader node, int depth) {
        String type = "";
        String nodeDomain = "";
        while (node.next()) {
            switch (node.field()) {
                case 4 -> type = node.text();
                case 7 -> nodeDomain = node.text();
                case 5 -> readAttribute(node.message(), depth);
                default -> {
                }
            }
        }
        operators.merge(new Operator(nodeDomain, type), 1, Integer::sum);
    }

    private void readAttribute(ProtobufReader attribute, int depth) {
        while (attribute.next()) {
            switch (attribute.field()) {
                case 5, 10 -> tensors.readConstant(attribute.message());
                case 22, 23 -> tensors.readSparseConstant(attribute.message());
                case 6, 11 -> readSubgraph(attribute.message(), depth + 1);
                default -> {
                }
            }
        }
    }

    private void readFunction(ProtobufReader function) {
        String name = "";
        String functionDomain = "";
        while (function.next()) {
            switch (function.field()) {
                case 1 -> name = function.text();
                case 10 -> functionDomain = function.text();
                case 7 -> readNode(function.message(), 1);
                default -> {
                }
            }
        }
        functions.add(new Operator(functionDomain, name));
    }

    private void readOpset(ProtobufReader opset) {
        String opsetDomain = "";
        long version = 0;
        while (opset.next()) {
            switch (opset.field()) {
                case 1 -> opsetDomain = opset.text();
                case 2 -> version = opset.number();
                default -> {
                }
            }
        }
        opsets.put(Operator.standardDomain(opsetDomain), version);
    }

    private void readMetadata(ProtobufReader entry) {
        Map.Entry<String, String> pair = TensorReader.readEntry(entry);
        metadata.put(pair.getKey(), pair.getValue());
    }
}
