package thaw.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import thaw.InferenceException;
import thaw.Model;
import thaw.Shape;
import thaw.Tensor;
import thaw.Tensors;
import thaw.model.LoadedGraph;
import thaw.predict.PackagePredictors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static thaw.onnx.OnnxModelBuilder.integer;
import static thaw.onnx.OnnxModelBuilder.real;
import static thaw.onnx.OnnxModelBuilder.tensor;

/** Weights in 8 bits: near the original's answers in a quarter of the bytes, or not at all. */
class DynamicQuantisationTest {

    private static final int WIDTH = 256;

    @TempDir
    private Path folder;

    private static Weight weight(String name, int rows, int columns) {
        Random random = new Random(name.hashCode());
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian() / 16;
        }
        return Weight.floats(name, new long[]{rows, columns}, values);
    }

    private static OnnxModelBuilder layers(int opset) {
        return layers(OnnxModelBuilder.opset(opset));
    }

    /** What a transformer's layer is made of: projections of one input, a product of two results, a layer with a bias. */
    private static OnnxModelBuilder layers(OnnxModelBuilder model) {
        return model.with(main -> main
                .initializer(weight("query", WIDTH, WIDTH)).initializer(weight("key", WIDTH, WIDTH))
                .initializer(weight("up", WIDTH, WIDTH)).initializer(weight("bias", 1, WIDTH))
                .initializer(weight("head", 10, WIDTH))
                .input("x", tensor(ElementType.FLOAT, "n", WIDTH))
                .output("y", tensor(ElementType.FLOAT, "n", 10))
                .node("MatMul", List.of("x", "query"), List.of("q"))
                .node("MatMul", List.of("x", "key"), List.of("k"))
                .node("Mul", List.of("q", "k"), List.of("mixed"))
                .node("Tanh", List.of("mixed"), List.of("bounded"))
                .node("Gemm", List.of("bounded", "up", "bias"), List.of("raised"), real("alpha", 0.5f))
                .node("Relu", List.of("raised"), List.of("positive"))
                .node("Gemm", List.of("positive", "head"), List.of("y"), integer("transB", 1)));
    }

    private ModelOptimisation.Optimised quantised(double tolerance) {
        return (ModelOptimisation.Optimised) ModelOptimiser.with(PackagePredictors::create)
                .quantising(Quantisation.DYNAMIC, tolerance).optimise(folder);
    }

    private String refusal(double tolerance) {
        InferenceException refused = assertThrows(InferenceException.class, () -> quantised(tolerance));
        assertFalse(Files.exists(folder.resolve("model.int8.ort")));
        assertFalse(Files.exists(folder.resolve("model.ort")), "nothing else in its place");
        return refused.getMessage();
    }

    @Test
    void answersNearlyAlikeInAQuarterOfTheBytes() {
        layers(17).write(folder.resolve("model.onnx"));
        ModelOptimisation.Optimised made = quantised(0.05);
        assertEquals("model.int8.ort", made.file().file());
        assertEquals("dynamic", made.file().quantisation());
        assertTrue(made.bytes() < made.originalBytes() * 0.4, made::toString);
        assertTrue(made.largest() > 0 && made.largest() < 0.05, made::toString);
        assertTrue(made.labels() > 10 && made.agreed() > made.labels() * 0.95, made::toString);
    }

    @Test
    void isWhatStartsAndSaysSo() {
        layers(17).write(folder.resolve("model.onnx"));
        quantised(0.05);
        LoadedGraph loaded = LoadedModels.load(folder);
        loaded.model().close();
        assertTrue(loaded.detour().isEmpty(), () -> loaded.detour().get());
        assertEquals("dynamic", loaded.quantisation());
    }

    @Test
    void fallsBackToTheOriginal() throws IOException {
        layers(17).write(folder.resolve("model.onnx"));
        quantised(0.05);
        Files.write(folder.resolve("model.int8.ort"), new byte[]{1});
        LoadedGraph loaded = LoadedModels.load(folder);
        loaded.model().close();
        assertTrue(loaded.detour().orElseThrow().contains("was changed"));
        assertEquals("", loaded.quantisation());
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 9})
    void takesFilesOfEveryFormat(int irVersion) {
        layers(OnnxModelBuilder.opset(irVersion, 11)).write(folder.resolve("model.onnx"));
        assertTrue(quantised(0.05).agreed() > 10);
    }

    @Test
    void keepsInFloatsWhatOthersReadToo() {
        OnnxModelBuilder.opset(17).with(main -> main.initializer(weight("shared", WIDTH, WIDTH))
                .input("x", tensor(ElementType.FLOAT, "n", WIDTH))
                .output("y", tensor(ElementType.FLOAT, "n", WIDTH))
                .output("shared", tensor(ElementType.FLOAT, WIDTH, WIDTH))
                .node("MatMul", List.of("x", "shared"), List.of("y"))).write(folder.resolve("model.onnx"));
        quantised(0.2);
        try (Model model = LoadedModels.load(folder).model()) {
            Tensors answer = model
                    .infer(Tensors.of(Tensor.ofFloats("x", Shape.of(1, WIDTH), new float[WIDTH])));
            assertEquals(WIDTH * WIDTH, answer.tensor("shared").elements());
        }
    }

    @Test
    void refusesAGraphWithoutMatrices() {
        OnnxModelBuilder.identity(ElementType.FLOAT, "n", 3).write(folder.resolve("model.onnx"));
        assertEquals(folder.resolve("model.onnx")
                + ": cannot be quantised: expected a MatMul or a Gemm with a trained matrix of FP32, found none",
                refusal(0.05));
    }

    @Test
    void refusesOperatorsThatAreTooOld() {
        OnnxModelBuilder.opset(10).with(main -> main.initializer(weight("w", WIDTH, WIDTH))
                .input("x", tensor(ElementType.FLOAT, "n", WIDTH))
                .output("y", tensor(ElementType.FLOAT, "n", WIDTH))
                .node("MatMul", List.of("x", "w"), List.of("y"))).write(folder.resolve("model.onnx"));
        String refusal = refusal(0.05);
        assertTrue(refusal.endsWith("it uses operator set 10, which has no operators in 8 bits; "
                + "export it with 11 or newer"), refusal);
    }

    @Test
    void refusesAnswersBeyondTheTolerance() {
        layers(17).write(folder.resolve("model.onnx"));
        String refusal = refusal(1e-6);
        assertTrue(refusal.contains("cannot be quantised: it would answer differently: output 'y'"), refusal);
    }

    @Test
    void countsTheSameSumOnEveryProcessor() {
        FloatMatrix.Quantised made = FloatMatrix
                .read(encoded(Weight.floats("w", new long[]{2, 2}, -8, 1, 4, 0)))
                .orElseThrow().quantised(false, 1).orElseThrow();
        assertEquals(List.of(-63, 63, 32, 0), List.of((int) made.elements()[0], (int) made.elements()[1],
                (int) made.elements()[2], (int) made.elements()[3]));
        assertEquals(8f / 63, made.scales()[0]);
    }

    private static ProtobufReader encoded(Weight weight) {
        return new ProtobufReader(java.nio.ByteBuffer.wrap(weight.message().toByteArray()), "weight");
    }

    @Test
    void leavesMatricesAloneThatAreNotFinite() {
        assertTrue(FloatMatrix.read(encoded(Weight.floats("w", new long[]{1, 2}, 1, Float.NaN))).orElseThrow()
                .quantised(false, 1).isEmpty());
    }
}
