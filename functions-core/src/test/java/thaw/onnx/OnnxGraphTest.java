package thaw.onnx;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import thaw.InferenceException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static thaw.onnx.OnnxModelBuilder.body;
import static thaw.onnx.OnnxModelBuilder.graph;
import static thaw.onnx.OnnxModelBuilder.map;
import static thaw.onnx.OnnxModelBuilder.optional;
import static thaw.onnx.OnnxModelBuilder.sequence;
import static thaw.onnx.OnnxModelBuilder.tensor;
import static thaw.onnx.OnnxModelBuilder.unrankedTensor;
import static thaw.onnx.OnnxModelBuilder.value;
import static thaw.onnx.Weight.external;
import static thaw.onnx.Weight.floats;
import static thaw.onnx.Weight.longs;
import static thaw.onnx.Weight.raw;
import static thaw.onnx.Weight.texts;

final class OnnxGraphTest {
    private static final List<String> X = List.of("x");
    private static final List<String> Y = List.of("y");

    @TempDir
    private Path folder;

    @Test
    void readsWhatTheModelSaysAboutItself() {
        OnnxGraph graph = read(OnnxModelBuilder.identity(ElementType.FLOAT, "n")
                .producer("skl2onnx", "1.17").described("dev.thaw.samples", 7, "Recognises digits.")
                .metadata("author", "Zoë").metadata("licence", "MIT").imports("ai.onnx.ml", 3));

        assertEquals(9, graph.irVersion());
        assertEquals("skl2onnx 1.17", graph.producer());
        assertEquals("dev.thaw.samples", graph.domain());
        assertEquals(7, graph.modelVersion());
        assertEquals("Recognises digits.", graph.documentation());
        assertEquals(List.of(Map.entry("author", "Zoë"), Map.entry("licence", "MIT")),
                List.copyOf(graph.metadata().entrySet()));
        assertEquals(Map.of("", 17L, "ai.onnx.ml", 3L), graph.opsets());
    }

    @ParameterizedTest
    @EnumSource(value = ElementType.class, names = "UNKNOWN", mode = EnumSource.Mode.EXCLUDE)
    void readsEveryElementType(ElementType type) {
        OnnxGraph graph = read(OnnxModelBuilder.identity(type, "n", 3, "?"));

        ValueType expected = new ValueType.Tensor(type, Optional.of(List.of(
                new Dimension.Symbolic("n"), new Dimension.Fixed(3), new Dimension.Unknown())));
        assertEquals(List.of(new ValueInfo("x", expected)), graph.inputs());
        assertEquals(List.of(new ValueInfo("y", expected)), graph.outputs());
    }

    @Test
    void tellsAScalarFromATensorOfUnknownRank() {
        OnnxGraph graph = read(OnnxModelBuilder.opset(17).with(main -> main
                .input("scalar", tensor(ElementType.FLOAT))
                .input("open", unrankedTensor(ElementType.FLOAT))));

        assertEquals(Optional.of(List.of()), ((ValueType.Tensor) graph.inputs().get(0).type()).shape());
        assertEquals(Optional.empty(), ((ValueType.Tensor) graph.inputs().get(1).type()).shape());
    }

    @Test
    void readsANegativeDimensionAsUnknown() {
        OnnxGraph graph = read(OnnxModelBuilder.identity(ElementType.FLOAT, -1));

        assertEquals(Optional.of(List.of(new Dimension.Unknown())),
                ((ValueType.Tensor) graph.inputs().get(0).type()).shape());
    }

    @Test
    void readsSequencesMapsAndOptionals() {
        OnnxGraph graph = read(OnnxModelBuilder.zipMap(List.of("a", "b")).with(main -> main
                .output("z", optional(sequence(map(ElementType.INT64, tensor(ElementType.DOUBLE)))))));

        ValueType real = new ValueType.Tensor(ElementType.FLOAT, Optional.of(List.of()));
        ValueType large = new ValueType.Tensor(ElementType.DOUBLE, Optional.of(List.of()));
        assertEquals(new ValueType.Sequence(new ValueType.Mapping(ElementType.STRING, real)),
                graph.outputs().get(0).type());
        ValueType sequence = new ValueType.Sequence(new ValueType.Mapping(ElementType.INT64, large));
        assertEquals(new ValueType.Maybe(sequence), graph.outputs().get(1).type());
    }

    @Test
    void leavesOutInputsThatOnlyNameAnInitializer() {
        OnnxGraph graph = read(OnnxModelBuilder.opset(17).with(main -> main
                .input("w", tensor(ElementType.FLOAT, 2)).input("x", tensor(ElementType.FLOAT, 2))
                .initializer(floats("w", new long[]{2}, 1, 2))));

        assertEquals(X, graph.inputs().stream().map(ValueInfo::name).toList());
    }

    @Test
    void countsOperatorsInSubgraphsAndFunctions() {
        OnnxModelBuilder.Graph inner = graph("inner")
                .node("Neg", X, Y).initializer(floats("v", new long[]{1}, 1));
        OnnxModelBuilder.Graph outer = graph("outer").node("If", X, Y, body("then_branch", inner));
        OnnxGraph graph = read(OnnxModelBuilder.opset(17).function("acme", "Twice", 17, "Add")
                .with(main -> main.node("Loop", X, Y, body("body", outer))
                        .node("ai.onnx", "Neg", X, Y).node("acme", "Twice", X, Y)));

        assertEquals(Map.of(operator("Loop"), 1, operator("If"), 1, operator("Neg"), 2, operator("Add"), 1,
                new Operator("acme", "Twice"), 1), graph.operators());
        assertEquals(Set.of(new Operator("acme", "Twice")), graph.functions());
        assertEquals(new Weights(1, 1, 4), graph.weights());
    }

    @Test
    void sumsUpTheWeights() {
        OnnxGraph graph = read(OnnxModelBuilder.opset(17).with(main -> main
                .initializer(floats("f", new long[]{2, 3}, 1, 2, 3, 4, 5, 6))
                .initializer(longs("l", new long[]{}, 1))
                .initializer(texts("t", "é", "abc"))
                .initializer(raw("q", ElementType.INT4, new byte[2], 3))
                .initializer(raw("none", ElementType.FLOAT, new byte[0], 0, 5))
                .node("Constant", List.of(), Y, value("value", longs("c", new long[]{1}, 9)))));

        assertEquals(new Weights(5, 6 + 1 + 2 + 3, 24 + 8 + 5 + 2), graph.weights());
    }

    @Test
    void listsExternalDataOfInitializersAndAttributes() {
        OnnxGraph graph = read(OnnxModelBuilder.opset(17).with(main -> main
                .initializer(external("w", ElementType.FLOAT, "weights/w.bin", 64, 8, 2))
                .node("Constant", List.of(), Y,
                        value("value", external("c", ElementType.FLOAT, "c.bin", -1, -1, 1)))));

        assertEquals(List.of(new ExternalData("w", "weights/w.bin", 64, OptionalLong.of(8)),
                new ExternalData("c", "c.bin", 0, OptionalLong.empty())), graph.externalData());
        assertEquals(new Weights(1, 2, 8), graph.weights());
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", "/etc/passwd", "../w.bin", "a/../../w.bin", "a/..", "C:w.bin", "..\\w.bin", "a\0b"
    })
    void refusesExternalDataOutsideOfTheFolder(String location) {
        assertFailure(() -> read(OnnxModelBuilder.opset(17)
                .with(main -> main.initializer(external("w", ElementType.FLOAT, location, 0, 8, 2)))),
                "tensor 'w' in '" + location.replace('\0', '\uFFFD') + "'");
    }

    @Test
    void namesTheMissingAndTheShortDataFile() throws IOException {
        OnnxGraph graph = read(OnnxModelBuilder.opset(17).with(main -> main
                .initializer(external("w", ElementType.FLOAT, "w.bin", 64, 8, 2))));

        assertFailure(() -> graph.requireExternalData(folder), "w.bin", "is missing", "'w'");
        Files.write(folder.resolve("w.bin"), new byte[71]);
        assertFailure(() -> graph.requireExternalData(folder), "w.bin", "71 bytes", "needs 72");
        Files.write(folder.resolve("w.bin"), new byte[72]);
        graph.requireExternalData(folder);
    }

    @Test
    void refusesDataThatDoesNotFillItsShape() {
        assertFailure(() -> read(OnnxModelBuilder.opset(17).with(main -> main
                .initializer(raw("w", ElementType.FLOAT, new byte[7], 2)))),
                "7 bytes", "tensor 'w'", "expected 8");
    }

    @Test
    void refusesAnImpossibleShape() {
        assertFailure(() -> read(OnnxModelBuilder.opset(17).with(main -> main
                .initializer(external("w", ElementType.FLOAT, "w", 0, 8, 1L << 40, 1L << 40)))),
                "impossible shape", "'w'");
        assertFailure(() -> read(OnnxModelBuilder.opset(17).with(main -> main
                .initializer(external("w", ElementType.FLOAT, "w", 0, 8, -2)))),
                "impossible shape", "'w'");
    }

    @Test
    void refusesGraphsAndTypesThatAreNestedTooDeep() {
        OnnxModelBuilder.Graph nested = graph("leaf");
        OnnxModelBuilder.Type type = tensor(ElementType.FLOAT);
        for (int i = 0; i < 200; i++) {
            nested = graph("g").node("If", X, Y, body("then_branch", nested));
            type = sequence(type);
        }
        OnnxModelBuilder.Graph deepGraph = nested;
        OnnxModelBuilder.Type deepType = type;

        assertFailure(() -> read(OnnxModelBuilder.opset(17).with(main -> main
                .node("If", X, Y, body("then_branch", deepGraph)))), "nests graphs more than 32 deep");
        assertFailure(() -> read(OnnxModelBuilder.opset(17).with(main -> main.input("x", deepType))),
                "nests types more than 16 deep");
    }

    @Test
    void saysWhatAFileIsInsteadOfAModel() throws IOException {
        assertFailure(() -> OnnxGraph.read(folder.resolve("none.onnx")), "none.onnx", "does not exist");
        assertFailure(() -> readFile(""), "model.onnx", "is empty");
        assertFailure(() -> readFile("version https://git-lfs.github.com/spec/v1\noid"), "Git LFS pointer");
        assertFailure(() -> readFile("\30\0\0\0ORTM\0\0\0\0"), "in ONNX Runtime's own format");
        assertFailure(() -> readFile("<html>not found</html>"), "model.onnx");
        assertFailure(() -> read(OnnxModelBuilder.opset(17, 0)), "names no operator set");
    }

    @Test
    void readsAModelOfAGigabyteWithoutReadingItsWeights() throws IOException {
        long weights = 1L << 30;
        byte[] head = new ProtobufWriter().number(1, 9)
                .message(8, new ProtobufWriter().number(2, 17)).toByteArray();
        byte[] tensor = new ProtobufWriter().number(1, weights).number(2, ElementType.UINT8.code())
                .text(8, "w").header(9, weights).toByteArray();
        byte[] initializer = new ProtobufWriter().header(5, tensor.length + weights).toByteArray();
        byte[] graph = new ProtobufWriter()
                .header(7, initializer.length + tensor.length + weights).toByteArray();
        Path model = folder.resolve("large.onnx");
        try (RandomAccessFile file = new RandomAccessFile(model.toFile(), "rw")) {
            for (byte[] part : List.of(head, graph, initializer, tensor)) {
                file.write(part);
            }
            file.setLength(file.getFilePointer() + weights);
        }

        assertEquals(new Weights(1, weights, weights), OnnxGraph.read(model).weights());
    }

    private static Operator operator(String type) {
        return new Operator("", type);
    }

    private static OnnxGraph read(OnnxModelBuilder model) {
        return OnnxGraph.read(ByteBuffer.wrap(model.build()), "model.onnx");
    }

    private OnnxGraph readFile(String content) {
        try {
            return OnnxGraph.read(Files.writeString(folder.resolve("model.onnx"), content));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertFailure(Executable action, String... parts) {
        String message = assertThrows(InferenceException.class, action).getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), () -> "expected '" + part + "' in: " + message);
        }
    }
}
