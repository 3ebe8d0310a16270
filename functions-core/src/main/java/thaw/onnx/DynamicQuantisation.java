package thaw.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import thaw.InferenceException;

/**
 * A graph whose products with trained matrices are taken in 8 bits: each {@code MatMul} and {@code Gemm} with such a matrix
 * becomes {@code DynamicQuantizeLinear} of its other factor, {@code MatMulInteger}, and a multiplication by the scales of
 * both, in the order of operations that ONNX Runtime joins into one kernel. All else stays as it is. For one use.
 */
final class DynamicQuantisation {

    private static final int OLDEST_OPSET = 11;
    private static final String PREFIX = "thaw:quantised:";
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final ByteBuffer model;
    private final String culprit;
    private final TrainedMatrices matrices;
    private final Set<String> made = new HashSet<>();
    private final List<ByteBuffer> content = new ArrayList<>();
    private int products;

    /**
     * Changes a model in memory.
     *
     * @param model   without external data
     * @param culprit name of the model in error messages
     * @throws InferenceException unsupported, if there is nothing in it that can be kept in 8 bits
     */
    DynamicQuantisation(ByteBuffer model, String culprit) {
        this.model = model;
        this.culprit = culprit;
        OnnxGraph graph = OnnxGraph.read(model, culprit);
        requireOpset(graph);
        this.matrices = TrainedMatrices.of(model, graph, culprit);
        ProtobufReader fields = TrainedMatrices.mainGraph(model, culprit);
        while (fields.next()) {
            if (fields.field() == 1) {
                GraphNode node = GraphNode.read(fields.message());
                if (!replaced(node)) {
                    content.add(fields.encoded());
                }
            }
        }
        if (products == 0) {
            throw InferenceException.unsupported(culprit,
                    "cannot be quantised: expected a MatMul or a Gemm with a trained matrix of FP32, found none");
        }
    }

    private void requireOpset(OnnxGraph graph) {
        long version = graph.opsets().getOrDefault("", (long) OLDEST_OPSET);
        if (version < OLDEST_OPSET) {
            throw InferenceException.unsupported(culprit,
                    "cannot be quantised: it uses operator set " + version
                            + ", which has no operators in 8 bits; export it with " + OLDEST_OPSET
                            + " or newer");
        }
    }

    /** Writes the changed model. */
    void write(Path target) throws IOException {
        ModelParts.changed(model, culprit, List.of(), content, this::kept).write(target);
    }

    private ByteBuffer kept(ProtobufReader field) {
        boolean gone = switch (field.field()) {
            case 1 -> true;
            case 5 -> matrices.isReleased(TrainedMatrices.name(field.message()));
            case 11 -> matrices.isReleased(new TypeReader().readValueInfo(field.message()).name());
            default -> false;
        };
        return gone ? NOTHING : field.encoded();
    }

    private boolean replaced(GraphNode node) {
        if (!node.is("MatMul") && !isPlainGemm(node)) {
            return false;
        }
        String weight = node.inputs().get(1);
        boolean turned = node.integer("transB", 0) == 1;
        float factor = node.is("Gemm") ? node.real("alpha", 1) : 1;
        Optional<FloatMatrix.Quantised> quantised = matrices.matrix(weight)
                .flatMap(matrix -> matrix.quantised(turned, factor));
        if (quantised.isEmpty()) {
            return false;
        }
        String name = PREFIX + weight + (turned ? ":turned" : "") + (factor == 1 ? "" : ":" + factor);
        if (made.add(name)) {
            addWeight(name, quantised.get());
        }
        addProduct(node, name);
        matrices.release(weight);
        products++;
        return true;
    }

    // As frameworks export a layer: what is added is taken as it is.
    private static boolean isPlainGemm(GraphNode node) {
        return node.is("Gemm") && node.integer("transA", 0) == 0 && node.real("beta", 1) == 1;
    }

    private void addWeight(String name, FloatMatrix.Quantised weight) {
        int columns = weight.scales().length;
        ByteBuffer scales = ByteBuffer.allocate(columns * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        scales.asFloatBuffer().put(weight.scales());
        add(5, new ProtobufWriter().number(1, weight.elements().length / columns).number(1, columns)
                .number(2, ElementType.INT8.code()).text(8, name).bytes(9, weight.elements()));
        add(5, new ProtobufWriter().number(1, columns).number(2, ElementType.FLOAT.code())
                .text(8, name + ":scale").bytes(9, scales.array()));
    }

    private void addProduct(GraphNode node, String weight) {
        String factor = PREFIX + "of:" + node.inputs().get(0);
        if (made.add(factor)) {
            addNode("DynamicQuantizeLinear", List.of(node.inputs().get(0)),
                    List.of(factor, factor + ":scale", factor + ":zero"));
        }
        String result = node.outputs().get(0);
        String own = PREFIX + "at:" + result;
        boolean sum = node.inputs().size() > 2 && !node.inputs().get(2).isEmpty();
        addNode("MatMulInteger", List.of(factor, weight, factor + ":zero"), List.of(own));
        ProtobufWriter toFloat = new ProtobufWriter().text(1, "to").number(3, ElementType.FLOAT.code())
                .number(20, 2);
        addNode("Cast", List.of(own), List.of(own + ":float"), toFloat);
        addNode("Mul", List.of(factor + ":scale", weight + ":scale"), List.of(own + ":scale"));
        addNode("Mul", List.of(own + ":float", own + ":scale"), List.of(sum ? own + ":product" : result));
        if (sum) {
            addNode("Add", List.of(own + ":product", node.inputs().get(2)), List.of(result));
        }
    }

    private void addNode(String type, List<String> inputs, List<String> outputs,
            ProtobufWriter... attributes) {
        ProtobufWriter node = new ProtobufWriter();
        inputs.forEach(input -> node.text(1, input));
        outputs.forEach(output -> node.text(2, output));
        node.text(4, type);
        for (ProtobufWriter attribute : attributes) {
            node.message(5, attribute);
        }
        add(1, node);
    }

    private void add(int field, ProtobufWriter message) {
        content.add(ByteBuffer.wrap(new ProtobufWriter().message(field, message).toByteArray()));
    }
}
