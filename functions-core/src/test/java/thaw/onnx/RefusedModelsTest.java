package thaw.onnx;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import thaw.InferenceException;
import thaw.InferenceException.Kind;
import thaw.Shape;
import thaw.Tensor;
import thaw.Tensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static thaw.onnx.OnnxModelBuilder.map;
import static thaw.onnx.OnnxModelBuilder.sequence;
import static thaw.onnx.OnnxModelBuilder.tensor;
import static thaw.onnx.OnnxModelBuilder.unrankedTensor;

/** Each fault of a graph is named at load: the file, the expected, the actual. */
class RefusedModelsTest {

    private static final List<String> X = List.of("x");
    private static final List<String> Y = List.of("y");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("faults")
    void namesTheFault(OnnxModelBuilder graph, String message) {
        graph.write(folder.resolve("model.onnx"));
        InferenceException failure = refusal();
        assertTrue(failure.getMessage().contains(message), failure.getMessage());
        assertTrue(failure.getMessage().startsWith(folder.toString()), failure.getMessage());
        assertEquals(1, failure.getMessage().lines().count());
    }

    static Stream<Arguments> faults() {
        OnnxModelBuilder.Type floats = tensor(ElementType.FLOAT, "n");
        return Stream.of(
                Arguments.of(OnnxModelBuilder.opset(99, 17).with(main -> identity(main, floats, floats)),
                        "expected ONNX format version (ir_version) 13 or older, got 99"),
                Arguments.of(OnnxModelBuilder.opset(99).with(main -> identity(main, floats, floats)),
                        "expected operator set 26 or older of domain ai.onnx, got 99"),
                Arguments.of(
                        OnnxModelBuilder.opset(17).imports("ai.onnx.ml", 9)
                                .with(main -> identity(main, floats, floats)),
                        "expected operator set 5 or older of domain ai.onnx.ml, got 9"),
                Arguments.of(
                        OnnxModelBuilder.opset(17).imports("acme.ops", 1)
                                .with(main -> main.input("x", floats).output("y", floats)
                                        .node("acme.ops", "MyOp", X, Y)),
                        "uses the custom operator 'acme.ops:MyOp'"),
                Arguments.of(
                        OnnxModelBuilder.opset(17)
                                .with(main -> main.input("x", floats).output("y", floats).node("NoSuchOp", X,
                                        Y)),
                        "No Op registered for NoSuchOp"),
                Arguments.of(
                        OnnxModelBuilder.opset(17).imports("ai.onnx.ml", 3)
                                .with(main -> main
                                        .input("x", map(ElementType.STRING, tensor(ElementType.FLOAT)))
                                        .output("y", tensor(ElementType.FLOAT, 1, 2))
                                        .node("ai.onnx.ml", "DictVectorizer", X, Y,
                                                OnnxModelBuilder.strings("string_vocabulary",
                                                        List.of("a", "b")))),
                        "input 'x' is a map, expected a tensor"),
                Arguments.of(
                        OnnxModelBuilder.opset(17)
                                .with(main -> main.input("x", floats).output("y", sequence(floats))
                                        .node("SequenceConstruct", X, Y)),
                        "output 'y' is a sequence of values"),
                Arguments.of(
                        OnnxModelBuilder.opset(17)
                                .with(main -> identity(main, tensor(ElementType.COMPLEX64, "n"),
                                        tensor(ElementType.COMPLEX64, "n"))),
                        "input 'x' has elements of type COMPLEX64"),
                Arguments.of(
                        OnnxModelBuilder.opset(17)
                                .with(main -> identity(main, unrankedTensor(ElementType.FLOAT), floats)),
                        "input 'x' declares no shape"),
                Arguments.of(
                        OnnxModelBuilder.opset(17)
                                .with(main -> identity(main, floats, tensor(ElementType.INT64, "n"))),
                        "Type Error"),
                Arguments.of(
                        OnnxModelBuilder.opset(17)
                                .with(main -> main.input("x", floats).output("y", floats)
                                        .initializer(Weight.external("w", ElementType.FLOAT, "weights.bin", 0,
                                                8, 2))
                                        .node("Add", List.of("x", "w"), Y)),
                        "weights.bin: does not exist"));
    }

    private static void identity(OnnxModelBuilder.Graph main, OnnxModelBuilder.Type in,
            OnnxModelBuilder.Type out) {
        main.input("x", in).output("y", out).node("Identity", X, Y);
    }

    private InferenceException refusal() {
        InferenceException failure = assertThrows(InferenceException.class, () -> LoadedModels.load(folder));
        assertEquals(Kind.INVALID_MODEL, failure.kind(), failure.getMessage());
        return failure;
    }

    @Test
    void namesAnEmptyFile() throws Exception {
        Files.createFile(folder.resolve("model.onnx"));
        assertEquals(folder.resolve("model.onnx") + ": is empty",
                refusal().getMessage());
    }

    @Test
    void refusesExternalWeightsThatLeadOutOfThePackage(@TempDir Path elsewhere) throws Exception {
        Files.write(elsewhere.resolve("secret.bin"), new byte[8]);
        Files.createSymbolicLink(folder.resolve("weights.bin"), elsewhere.resolve("secret.bin"));
        addition().write(folder.resolve("model.onnx"));
        assertTrue(refusal().getMessage().contains("expected a file inside"));
    }

    @Test
    void findsExternalWeightsOfARewrittenModel() throws Exception {
        Files.write(folder.resolve("weights.bin"), new byte[]{0, 0, -128, 63, 0, 0, 0, 64});
        addition().with(main -> main.input("u", tensor(ElementType.UINT32, 1))
                .output("v", tensor(ElementType.UINT32, 1)).node("Identity", List.of("u"), List.of("v")))
                .write(folder.resolve("model.onnx"));
        try (thaw.Model model = LoadedModels.load(folder).model()) {
            Tensors out = model.infer(Tensors.of(Tensor.ofFloats("x", Shape.of(2), 10, 20),
                    Tensor.of("u", thaw.Datatype.UINT32, Shape.of(1),
                            Tensor.allocate(4).putInt(-1).flip())));
            assertEquals(11, out.tensor("y").floats().get(0));
            assertEquals(22, out.tensor("y").floats().get(1));
            assertEquals(-1, out.tensor("v").data().getInt());
        }
    }

    private static OnnxModelBuilder addition() {
        return OnnxModelBuilder.opset(17).with(main -> main.input("x", tensor(ElementType.FLOAT, 2))
                .output("y", tensor(ElementType.FLOAT, 2))
                .initializer(Weight.external("w", ElementType.FLOAT, "weights.bin", 0, 8, 2))
                .node("Add", List.of("x", "w"), Y));
    }
}
