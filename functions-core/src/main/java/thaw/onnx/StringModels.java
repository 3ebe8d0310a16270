package thaw.onnx;

import java.util.List;

/** The small models by which {@link StringTensors} moves exact strings in and out of ONNX Runtime. */
final class StringModels {
    /** What fills up short rows; longer than any character. */
    static final String PADDING = "<pad>";

    /** Text that the Java binding passes unchanged: no U+0000, nothing that UTF-8 writes in four bytes. */
    private static final String PLAIN = "[^\\x00\\x{D800}-\\x{DFFF}\\x{10000}-\\x{10FFFF}]*";

    private static final int INTEGER = 2;
    private static final int TEXT = 3;
    private static final int TENSOR = 4;
    private static final int TEXTS = 8;

    private StringModels() {}

    /** Answers one string tensor, {@code y}, with exactly these bytes. */
    static byte[] constant(byte[][] elements, long[] shape) {
        ProtobufWriter tensor = new ProtobufWriter();
        ProtobufWriter declared = new ProtobufWriter();
        for (long size : shape) {
            tensor.number(1, size);
            declared.message(1, new ProtobufWriter().number(1, size));
        }
        tensor.number(2, ElementType.STRING.code());
        for (byte[] element : elements) {
            tensor.bytes(6, element);
        }
        tensor.text(8, "y");
        ProtobufWriter type = new ProtobufWriter().number(1, ElementType.STRING.code()).message(2, declared);
        return model(new ProtobufWriter()
                .text(2, "constant").message(5, tensor).message(12, value("y", type)));
    }

    /** Answers for each element of {@code x} whether it is plain, as {@code plain}. */
    static byte[] plain() {
        ProtobufWriter graph = new ProtobufWriter();
        addPlain(graph);
        return model(graph.text(2, "plain").message(11, open("x", ElementType.STRING))
                .message(12, open("plain", ElementType.BOOL)));
    }

    /**
     * Splits the elements of {@code x} that are not plain in {@code characters}, with the {@code hashes} of
     * these.
     */
    static byte[] characters() {
        ProtobufWriter graph = new ProtobufWriter();
        addPlain(graph);
        graph.message(1, node("", "Not", List.of("plain"), "special"))
                .message(1, node("", "Compress", List.of("flat", "special"), "selected"))
                .message(1, node("com.microsoft", "Tokenizer", List.of("selected"), "characters")
                        .message(5, attribute("mark", INTEGER).number(3, 0))
                        .message(5, attribute("mincharnum", INTEGER).number(3, 1))
                        .message(5, attribute("pad_value", TEXT).text(4, PADDING))
                        .message(5, attribute("separators", TEXTS).text(9, "")))
                .message(1, node("com.microsoft", "MurmurHash3", List.of("characters"), "hashes")
                        .message(5, attribute("positive", INTEGER).number(3, 0)));
        return model(graph.text(2, "characters").message(11, open("x", ElementType.STRING))
                .message(12, open("characters", ElementType.STRING))
                .message(12, open("hashes", ElementType.INT32)));
    }

    private static void addPlain(ProtobufWriter graph) {
        ProtobufWriter line = new ProtobufWriter()
                .number(1, 1).number(2, ElementType.INT64.code()).number(7, -1);
        graph.message(1, node("", "Constant", List.of(), "line")
                .message(5, attribute("value", TENSOR).message(5, line)))
                .message(1, node("", "Reshape", List.of("x", "line"), "flat"))
                .message(1, node("", "RegexFullMatch", List.of("flat"), "plain")
                        .message(5, attribute("pattern", TEXT).text(4, PLAIN)));
    }

    private static ProtobufWriter node(String domain, String type, List<String> inputs, String output) {
        ProtobufWriter node = new ProtobufWriter();
        inputs.forEach(input -> node.text(1, input));
        return node.text(2, output).text(4, type).text(7, domain);
    }

    private static ProtobufWriter attribute(String name, int type) {
        return new ProtobufWriter().text(1, name).number(20, type);
    }

    /** A tensor of any shape. */
    private static ProtobufWriter open(String name, ElementType type) {
        return value(name, new ProtobufWriter().number(1, type.code()));
    }

    private static ProtobufWriter value(String name, ProtobufWriter tensorType) {
        return new ProtobufWriter().text(1, name).message(2, new ProtobufWriter().message(1, tensorType));
    }

    private static byte[] model(ProtobufWriter graph) {
        return new ProtobufWriter().number(1, 9).message(7, graph)
                .message(8, new ProtobufWriter().number(2, 20))
                .message(8, new ProtobufWriter().text(1, "com.microsoft").number(2, 1))
                .toByteArray();
    }
}
