package thaw.onnx;

import java.util.ArrayList;
import java.util.List;

/**
 * A node of a graph, read as if it were a ZipMap.
 *
 * @param operator what it really is
 * @param input    the scores
 * @param output   the maps
 * @param labels   the classes, in the order of the scores
 */
record ZipMapNode(Operator operator, String input, String output, List<String> labels) {

    static final Operator ZIP_MAP = new Operator("ai.onnx.ml", "ZipMap");

    static ZipMapNode read(ProtobufReader node) {
        String domain = "";
        String type = "";
        String input = "";
        String output = "";
        List<String> labels = new ArrayList<>();
        while (node.next()) {
            switch (node.field()) {
                case 1 -> input = node.text();
                case 2 -> output = node.text();
                case 4 -> type = node.text();
                case 5 -> addLabels(node.message(), labels);
                case 7 -> domain = node.text();
                default -> {
                }
            }
        }
        return new ZipMapNode(new Operator(domain, type), input, output, labels);
    }

    private static void addLabels(ProtobufReader attribute, List<String> labels) {
        while (attribute.next()) {
            switch (attribute.field()) {
                case 8 -> attribute.numbers(label -> labels.add(Long.toString(label)));
                case 9 -> labels.add(attribute.text());
                default -> {
                }
            }
        }
    }

    boolean zipMap() {
        return operator.equals(ZIP_MAP);
    }
}
