package thaw.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One operation of a graph.
 *
 * @param operator what it does
 * @param inputs   names of what it reads, by place; the empty one stands for nothing
 * @param outputs  names of what it makes
 * @param integers its attributes that are integers
 * @param reals    its attributes that are numbers with a fraction
 * @param captured what its subgraphs read, their own values among it
 */
record GraphNode(Operator operator, List<String> inputs, List<String> outputs, Map<String, Long> integers,
        Map<String, Float> reals, Set<String> captured) {

    GraphNode {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        integers = Map.copyOf(integers);
        reals = Map.copyOf(reals);
        captured = Set.copyOf(captured);
    }

    static GraphNode read(ProtobufReader node) {
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        Map<String, Long> integers = new HashMap<>();
        Map<String, Float> reals = new HashMap<>();
        Set<String> captured = new HashSet<>();
        String type = "";
        String domain = "";
        while (node.next()) {
            switch (node.field()) {
                case 1 -> inputs.add(node.text());
                case 2 -> outputs.add(node.text());
                case 4 -> type = node.text();
                case 5 -> readAttribute(node.message(), integers, reals, captured);
                case 7 -> domain = node.text();
                default -> {
                }
            }
        }
        return new GraphNode(new Operator(domain, type), inputs, outputs, integers, reals, captured);
    }

    private static void readAttribute(ProtobufReader attribute, Map<String, Long> integers,
            Map<String, Float> reals, Set<String> captured) {
        String name = "";
        while (attribute.next()) {
            switch (attribute.field()) {
                case 1 -> name = attribute.text();
                case 2 -> reals.put(name, attribute.real());
                case 3 -> integers.put(name, attribute.number());
                case 6, 11 -> readSubgraph(attribute.message(), captured);
                default -> {
                }
            }
        }
    }

    private static void readSubgraph(ProtobufReader graph, Set<String> captured) {
        while (graph.next()) {
            if (graph.field() == 1) {
                GraphNode node = read(graph.message());
                captured.addAll(node.inputs());
                captured.addAll(node.captured());
            } else if (graph.field() == 12) {
                captured.add(new TypeReader().readValueInfo(graph.message()).name());
            }
        }
    }

    boolean is(String type) {
        return operator.equals(new Operator("", type));
    }

    /** An integer attribute. */
    long integer(String name, long otherwise) {
        return integers.getOrDefault(name, otherwise);
    }

    /** A number attribute. */
    float real(String name, float otherwise) {
        return reals.getOrDefault(name, otherwise);
    }
}
