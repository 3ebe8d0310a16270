package thaw.onnx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes ONNX models for tests, so that they need neither Python nor committed files.
 *
 * <p>Dimensions are given as numbers (fixed), strings (symbolic) or {@code "?"} (unknown). For example
 * {@code OnnxModelBuilder.identity(ElementType.FLOAT, "n", 3).build()}.
 */
public final class OnnxModelBuilder {
    private final ProtobufWriter model = new ProtobufWriter();
    private final ProtobufWriter opsets = new ProtobufWriter();
    private final ProtobufWriter functions = new ProtobufWriter();
    private final Graph graph = graph("main");

    private OnnxModelBuilder(int irVersion) {
        model.number(1, irVersion);
    }

    /**
     * An empty model in format 9 that imports the given version of the standard operators; 0 imports none.
     */
    public static OnnxModelBuilder opset(int version) {
        return opset(9, version);
    }

    public static OnnxModelBuilder opset(int irVersion, int version) {
        OnnxModelBuilder builder = new OnnxModelBuilder(irVersion);
        return version == 0 ? builder : builder.imports("", version);
    }

    /** A model that answers its input {@code x} as its output {@code y}. */
    public static OnnxModelBuilder identity(ElementType type, Object... dimensions) {
        return opset(17).with(graph -> graph
                .input("x", tensor(type, dimensions))
                .output("y", tensor(type, dimensions))
                .node("Identity", List.of("x"), List.of("y")));
    }

    /**
     * A classifier's usual end: scores {@code x} of shape [n, labels] become a sequence of maps {@code y}.
     */
    public static OnnxModelBuilder zipMap(List<String> labels) {
        return opset(17).imports("ai.onnx.ml", 3).with(graph -> graph
                .input("x", tensor(ElementType.FLOAT, "n", labels.size()))
                .output("y", sequence(map(ElementType.STRING, tensor(ElementType.FLOAT))))
                .node("ai.onnx.ml", "ZipMap", List.of("x"), List.of("y"),
                        strings("classlabels_strings", labels)));
    }

    public OnnxModelBuilder imports(String domain, int version) {
        opsets.message(8, new ProtobufWriter().text(1, domain).number(2, version));
        return this;
    }

    public OnnxModelBuilder producer(String name, String version) {
        model.text(2, name).text(3, version);
        return this;
    }

    public OnnxModelBuilder described(String domain, long version, String documentation) {
        model.text(4, domain).number(5, version).text(6, documentation);
        return this;
    }

    public OnnxModelBuilder metadata(String key, String value) {
        model.message(14, new ProtobufWriter().text(1, key).text(2, value));
        return this;
    }

    /** A local function of one node. */
    public OnnxModelBuilder function(String domain, String name, int opset, String operator) {
        functions.message(25, new ProtobufWriter().text(1, name).text(4, "a").text(5, "b").text(10, domain)
                .message(7, nodeOf("", operator, List.of("a"), List.of("b")))
                .message(9, new ProtobufWriter().text(1, "").number(2, opset)));
        return this;
    }

    /** Adds to the main graph. */
    public OnnxModelBuilder with(Consumer<Graph> content) {
        content.accept(graph);
        return this;
    }

    public byte[] build() {
        return new ProtobufWriter()
                .encoded(ByteBuffer.wrap(model.toByteArray()))
                .message(7, graph.message())
                .encoded(ByteBuffer.wrap(opsets.toByteArray()))
                .encoded(ByteBuffer.wrap(functions.toByteArray()))
                .toByteArray();
    }

    /** Writes the model to a file and answers it. */
    public Path write(Path file) {
        try {
            return Files.write(file, build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A graph, to be used in an attribute of If, Loop or Scan. */
    public static Graph graph(String name) {
        return new Graph(name);
    }

    /** A {@code GraphProto} under construction. */
    public static final class Graph {
        private final String name;
        private final ProtobufWriter content = new ProtobufWriter();

        private Graph(String name) {
            this.name = name;
        }

        private ProtobufWriter message() {
            return new ProtobufWriter().encoded(ByteBuffer.wrap(content.toByteArray())).text(2, name);
        }

        public Graph input(String name, Type type) {
            content.message(11, new ProtobufWriter().text(1, name).message(2, type.message));
            return this;
        }

        public Graph output(String name, Type type) {
            content.message(12, new ProtobufWriter().text(1, name).message(2, type.message));
            return this;
        }

        public Graph node(String type, List<String> inputs, List<String> outputs, Attribute... attributes) {
            return node("", type, inputs, outputs, attributes);
        }

        public Graph node(String domain, String type, List<String> inputs, List<String> outputs,
                Attribute... attributes) {
            content.message(1, nodeOf(domain, type, inputs, outputs, attributes));
            return this;
        }

        Graph encoded(ByteBuffer field) {
            content.encoded(field);
            return this;
        }

        public Graph initializer(Weight weight) {
            content.message(5, weight.message());
            return this;
        }
    }

    private static ProtobufWriter nodeOf(
            String domain, String type, List<String> inputs, List<String> outputs, Attribute... attributes) {
        ProtobufWriter node = new ProtobufWriter();
        inputs.forEach(input -> node.text(1, input));
        outputs.forEach(output -> node.text(2, output));
        node.text(4, type).text(7, domain);
        for (Attribute attribute : attributes) {
            node.message(5, attribute.message);
        }
        return node;
    }

    /** A {@code TypeProto}. */
    public static final class Type {
        private final ProtobufWriter message;

        private Type(ProtobufWriter message) {
            this.message = message;
        }
    }

    public static Type tensor(ElementType type, Object... dimensions) {
        ProtobufWriter shape = new ProtobufWriter();
        for (Object dimension : dimensions) {
            shape.message(1, dimension(dimension));
        }
        return new Type(new ProtobufWriter()
                .message(1, new ProtobufWriter().number(1, type.code()).message(2, shape)));
    }

    public static Type unrankedTensor(ElementType type) {
        return new Type(new ProtobufWriter().message(1, new ProtobufWriter().number(1, type.code())));
    }

    public static Type sequence(Type element) {
        return new Type(new ProtobufWriter().message(4, new ProtobufWriter().message(1, element.message)));
    }

    public static Type map(ElementType key, Type value) {
        return new Type(new ProtobufWriter()
                .message(5, new ProtobufWriter().number(1, key.code()).message(2, value.message)));
    }

    public static Type optional(Type element) {
        return new Type(new ProtobufWriter().message(9, new ProtobufWriter().message(1, element.message)));
    }

    private static ProtobufWriter dimension(Object dimension) {
        if (dimension instanceof Number number) {
            return new ProtobufWriter().number(1, number.longValue());
        }
        ProtobufWriter result = new ProtobufWriter();
        return "?".equals(dimension) ? result : result.text(2, (String) dimension);
    }

    /** An {@code AttributeProto}. */
    public static final class Attribute {
        private final ProtobufWriter message;

        private Attribute(String name, int type) {
            message = new ProtobufWriter().text(1, name).number(20, type);
        }
    }

    public static Attribute real(String name, float value) {
        Attribute attribute = new Attribute(name, 1);
        attribute.message.real(2, value);
        return attribute;
    }

    public static Attribute integer(String name, long value) {
        Attribute attribute = new Attribute(name, 2);
        attribute.message.number(3, value);
        return attribute;
    }

    public static Attribute text(String name, String value) {
        Attribute attribute = new Attribute(name, 3);
        attribute.message.text(4, value);
        return attribute;
    }

    public static Attribute value(String name, Weight value) {
        Attribute attribute = new Attribute(name, 4);
        attribute.message.message(5, value.message());
        return attribute;
    }

    public static Attribute body(String name, Graph value) {
        Attribute attribute = new Attribute(name, 5);
        attribute.message.message(6, value.message());
        return attribute;
    }

    public static Attribute integers(String name, long... values) {
        Attribute attribute = new Attribute(name, 7);
        for (long value : values) {
            attribute.message.number(8, value);
        }
        return attribute;
    }

    public static Attribute strings(String name, List<String> values) {
        Attribute attribute = new Attribute(name, 8);
        values.forEach(value -> attribute.message.text(9, value));
        return attribute;
    }
}
