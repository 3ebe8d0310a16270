package thaw.onnx;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The ZipMap operators by which scikit-learn's exporters end a classifier: they turn the scores [N, classes] into a
 * sequence of N maps from class to score. The rewritten model answers the scores themselves, FP32, under the same name:
 * the order of the classes stays, and reading an answer costs a twentieth. Immutable, thread-safe.
 */
final class ZipMaps {

    private static final int ADDED_OPSET = 13;

    private final String culprit;
    private final Map<String, List<String>> labels;
    private final boolean standardOperators;

    private ZipMaps(String culprit, Map<String, List<String>> labels, boolean standardOperators) {
        this.culprit = culprit;
        this.labels = labels;
        this.standardOperators = standardOperators;
    }

    /**
     * Those whose maps are outputs of the graph.
     *
     * @param model the bytes that the graph was read from
     */
    static ZipMaps of(OnnxGraph graph, ByteBuffer model, String culprit) {
        Map<String, List<String>> labels = new LinkedHashMap<>();
        if (graph.operators().containsKey(ZipMapNode.ZIP_MAP)) {
            ProtobufReader fields = new ProtobufReader(model, culprit);
            while (fields.next()) {
                if (fields.field() == 7) {
                    addLabels(fields.message(), labels);
                }
            }
            labels.keySet().retainAll(graph.outputs().stream().map(ValueInfo::name).toList());
        }
        return new ZipMaps(culprit, labels, graph.opsets().containsKey(""));
    }

    private static void addLabels(ProtobufReader graph, Map<String, List<String>> labels) {
        while (graph.next()) {
            if (graph.field() == 1) {
                ZipMapNode node = ZipMapNode.read(graph.message());
                if (node.zipMap()) {
                    labels.put(node.output(), node.labels());
                }
            }
        }
    }

    /** Whether nothing has to be done: the model can be loaded as it is. */
    boolean isEmpty() {
        return labels.isEmpty();
    }

    /** The classes in the order of the scores, integers as text; none if the outputs disagree. */
    List<String> labels() {
        Set<List<String>> distinct = new HashSet<>(labels.values());
        return distinct.size() == 1 ? distinct.iterator().next() : List.of();
    }

    /** The model that answers scores instead of maps. */
    byte[] rewrite(ByteBuffer model) {
        ProtobufWriter copy = new ProtobufWriter();
        if (!standardOperators) {
            copy.message(8, new ProtobufWriter().number(2, ADDED_OPSET));
        }
        ProtobufReader fields = new ProtobufReader(model, culprit);
        while (fields.next()) {
            if (fields.field() == 7) {
                copy.message(7, rewritten(fields.message()));
            } else {
                copy.encoded(fields.encoded());
            }
        }
        return copy.toByteArray();
    }

    private ProtobufWriter rewritten(ProtobufReader graph) {
        ProtobufWriter copy = new ProtobufWriter();
        while (graph.next()) {
            switch (graph.field()) {
                case 1 -> addNode(graph, copy);
                case 12 -> addOutput(graph, copy);
                default -> copy.encoded(graph.encoded());
            }
        }
        return copy;
    }

    private void addNode(ProtobufReader graph, ProtobufWriter copy) {
        ZipMapNode node = ZipMapNode.read(graph.message());
        if (node.zipMap() && labels.containsKey(node.output())) {
            copy.message(1,
                    new ProtobufWriter().text(1, node.input()).text(2, node.output()).text(4, "Identity"));
        } else {
            copy.encoded(graph.encoded());
        }
    }

    private void addOutput(ProtobufReader graph, ProtobufWriter copy) {
        String name = new TypeReader().readValueInfo(graph.message()).name();
        if (labels.containsKey(name)) {
            copy.message(12,
                    new ProtobufWriter().text(1, name).message(2, scores(labels.get(name).size())));
        } else {
            copy.encoded(graph.encoded());
        }
    }

    /** FP32 of shape [any, classes]. */
    private static ProtobufWriter scores(int classes) {
        ProtobufWriter shape = new ProtobufWriter().message(1, new ProtobufWriter()).message(1,
                new ProtobufWriter().number(1, classes));
        return new ProtobufWriter().message(1,
                new ProtobufWriter().number(1, ElementType.FLOAT.code()).message(2, shape));
    }
}
