package thaw.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import thaw.InferenceException;

/**
 * The outputs of a model that are sequences of maps made by ZipMap, and a way to have the tensors instead.
 *
 * <p>A ZipMap turns each row of a [N, labels] tensor of scores into a map. ONNX Runtime's Java binding needs
 * about 5 µs to unpack one, loses the order of the labels, and damages labels with characters beyond U+FFFF.
 * The rewritten model answers the scores themselves under the same name; {@link #labels} names its columns.
 * Immutable, thread-safe.
 */
final class ZipMaps {
    private static final int ADDED_OPSET = 13;

    private final Map<String, List<String>> labels = new LinkedHashMap<>();
    private final boolean importsStandardOperators;

    private ZipMaps(OnnxGraph graph, ByteBuffer model, String culprit) {
        importsStandardOperators = graph.opsets().containsKey("");
        Set<String> consumed = new HashSet<>();
        ProtobufReader fields = new ProtobufReader(model, culprit);
        while (fields.next()) {
            if (fields.field() == 7) {
                collect(fields.message(), consumed);
            }
        }
        Set<String> outputs = new HashSet<>();
        graph.outputs().forEach(output -> outputs.add(output.name()));
        labels.keySet().removeIf(name -> !outputs.contains(name) || consumed.contains(name));
    }

    /**
     * The ZipMaps of a model whose results are outputs and used nowhere else in the main graph.
     *
     * @param graph what was read from the same bytes
     * @throws InferenceException naming the culprit, if the bytes are damaged
     */
    static ZipMaps of(OnnxGraph graph, ByteBuffer model, String culprit) {
        return new ZipMaps(graph, model, culprit);
    }

    private void collect(ProtobufReader graph, Set<String> consumed) {
        while (graph.next()) {
            if (graph.field() == 1) {
                Node node = Node.read(graph.message());
                consumed.addAll(node.inputs());
                if (node.isZipMap()) {
                    labels.put(node.outputs().get(0), node.labels());
                }
            }
        }
    }

    /** Whether nothing has to be done: the model can be loaded as it is. */
    boolean isEmpty() {
        return labels.isEmpty();
    }

    /** The labels of an output's columns, integers as decimal text; empty if no ZipMap makes this output. */
    Optional<List<String>> labels(String output) {
        return Optional.ofNullable(labels.get(output));
    }

    /** The rewritten model in memory, from the bytes that this was read from. */
    public byte[] rewrite(ByteBuffer model, String culprit) {
        return parts(model, culprit).toByteArray();
    }

    /** Writes the rewritten model to a file. Put it beside the original, or external data is not found. */
    void rewrite(Path model, Path target) throws IOException {
        parts(OnnxGraph.map(model), model.toString()).write(target);
    }

    private ModelParts parts(ByteBuffer model, String culprit) {
        ProtobufWriter opset = new ProtobufWriter().message(8, new ProtobufWriter().number(2, ADDED_OPSET));
        List<ByteBuffer> added = isEmpty() || importsStandardOperators
                ? List.of() : List.of(ByteBuffer.wrap(opset.toByteArray()));
        return ModelParts.changed(model, culprit, added, List.of(), this::replaced);
    }

    private ByteBuffer replaced(ProtobufReader field) {
        return switch (field.field()) {
            case 1 -> node(field);
            case 12 -> output(field);
            default -> field.encoded();
        };
    }

    private ByteBuffer node(ProtobufReader field) {
        Node node = Node.read(field.message());
        if (!node.isZipMap() || !labels.containsKey(node.outputs().get(0))) {
            return field.encoded();
        }
        ProtobufWriter identity = new ProtobufWriter()
                .text(1, node.inputs().get(0)).text(2, node.outputs().get(0)).text(4, "Identity");
        return ByteBuffer.wrap(new ProtobufWriter().message(1, identity).toByteArray());
    }

    /** The shape is left open: ONNX Runtime infers it. */
    private ByteBuffer output(ProtobufReader field) {
        String name = new TypeReader().readValueInfo(field.message()).name();
        if (!labels.containsKey(name)) {
            return field.encoded();
        }
        ProtobufWriter type = new ProtobufWriter()
                .message(1, new ProtobufWriter().number(1, ElementType.FLOAT.code()));
        ProtobufWriter info = new ProtobufWriter().text(1, name).message(2, type);
        return ByteBuffer.wrap(new ProtobufWriter().message(12, info).toByteArray());
    }

    /** As much of a {@code NodeProto} as tells a ZipMap. */
    private record Node(Operator operator, List<String> inputs, List<String> outputs, List<String> labels) {

        private static final Operator ZIP_MAP = new Operator("ai.onnx.ml", "ZipMap");

        static Node read(ProtobufReader node) {
            String domain = "";
            String type = "";
            List<String> inputs = new ArrayList<>();
            List<String> outputs = new ArrayList<>();
            List<String> labels = new ArrayList<>();
            while (node.next()) {
                switch (node.field()) {
                    case 1 -> inputs.add(node.text());
                    case 2 -> outputs.add(node.text());
                    case 4 -> type = node.text();
                    case 5 -> addLabels(node.message(), labels);
                    case 7 -> domain = node.text();
                    default -> {
                    }
                }
            }
            return new Node(new Operator(domain, type), inputs, outputs, List.copyOf(labels));
        }

        private static void addLabels(ProtobufReader attribute, List<String> labels) {
            String name = "";
            List<String> values = new ArrayList<>();
            while (attribute.next()) {
                switch (attribute.field()) {
                    case 1 -> name = attribute.text();
                    case 8 -> attribute.numbers(value -> values.add(Long.toString(value)));
                    case 9 -> values.add(attribute.text());
                    default -> {
                    }
                }
            }
            if (name.equals("classlabels_strings") || name.equals("classlabels_int64s")) {
                labels.addAll(values);
            }
        }

        boolean isZipMap() {
            return operator.equals(ZIP_MAP) && inputs.size() == 1 && outputs.size() == 1 && !labels.isEmpty();
        }
    }
}
