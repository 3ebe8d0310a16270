package thaw.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import thaw.Datatype;
import thaw.Model;
import thaw.Samples;
import thaw.Shape;
import thaw.Tensor;
import thaw.Tensors;
import thaw.model.LoadedGraph;
import thaw.predict.PackagePredictors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static thaw.onnx.OnnxModelBuilder.tensor;

/** What is prepared before deployment, and what cannot be. */
class ModelOptimiserTest {

    private static final ModelOptimiser OPTIMISER = ModelOptimiser.with(PackagePredictors::create);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"digits", "risk", "sentiment"})
    void optimisesTheSamples(String sample) throws IOException {
        copySample(sample);
        var made = assertInstanceOf(ModelOptimisation.Optimised.class, OPTIMISER.optimise(folder));
        assertTrue(made.compared() > 10, made::toString);
        assertTrue(made.largest() <= ModelOptimiser.TOLERANCE, made::toString);
        assertEquals(Files.size(folder.resolve("model.ort")), made.bytes());
        LoadedGraph loaded = LoadedModels.load(folder);
        loaded.model().close();
        assertTrue(loaded.detour().isEmpty(), () -> loaded.detour().get());
    }

    @ParameterizedTest
    @ValueSource(strings = {"digits", "risk", "sentiment"})
    void writesTheSameBytesInEveryProcess(String sample) throws Exception {
        copySample(sample);
        OPTIMISER.optimise(folder);
        byte[] model = Files.readAllBytes(folder.resolve("model.ort"));
        byte[] manifest = Files.readAllBytes(folder.resolve("manifest.json"));
        for (int i = 0; i < 2; i++) {
            optimiseElsewhere();
            assertArrayEquals(model, Files.readAllBytes(folder.resolve("model.ort")));
            assertArrayEquals(manifest, Files.readAllBytes(folder.resolve("manifest.json")));
        }
    }

    private void optimiseElsewhere() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Elsewhere.class.getName(), folder.toString())
                .inheritIO().start();
        try {
            assertTrue(process.waitFor(2, TimeUnit.MINUTES), "it hangs");
            assertEquals(0, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }

    /** A process whose hash tables are salted differently. */
    static final class Elsewhere {
        private Elsewhere() {}

        public static void main(String[] arguments) {
            OPTIMISER.optimise(Path.of(arguments[0]));
        }
    }

    private void copySample(String sample) throws IOException {
        try (var files = Files.list(Samples.models().resolve(sample).resolve("1"))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void keepsTheLabelsOfAZipMap() {
        OnnxModelBuilder.zipMap(List.of("cat", "é")).write(folder.resolve("model.onnx"));
        assertInstanceOf(ModelOptimisation.Optimised.class, OPTIMISER.optimise(folder));
        LoadedGraph loaded = LoadedModels.load(folder);
        try (Model model = loaded.model()) {
            assertTrue(loaded.detour().isEmpty());
            assertEquals(List.of("cat", "é"), loaded.labels());
            Tensor y = model.infer(Tensors.of(Tensor.ofFloats("x", Shape.of(1, 2), 0.25f, 0.75f)))
                    .tensor("y");
            assertEquals(0.75f, y.floats().get(1));
        }
    }

    @Test
    void keepsUnsignedInputs() {
        OnnxModelBuilder.identity(ElementType.UINT32, "n", 3).write(folder.resolve("model.onnx"));
        assertInstanceOf(ModelOptimisation.Optimised.class, OPTIMISER.optimise(folder));
        LoadedGraph loaded = LoadedModels.load(folder);
        try (Model model = loaded.model()) {
            assertTrue(loaded.detour().isEmpty());
            Tensor x = Tensor.of("x", Datatype.UINT32, Shape.of(1, 3),
                    Tensor.allocate(12).putInt(-1).putInt(2).putInt(Integer.MIN_VALUE).flip());
            assertEquals(x.data(), model.infer(Tensors.of(x)).tensor("y").data());
        }
    }

    @Test
    void optimisesWhatItRunsWith() {
        OnnxModelBuilder.identity(ElementType.STRING, "n", 2).write(folder.resolve("model.onnx"));
        assertInstanceOf(ModelOptimisation.Optimised.class, OPTIMISER.optimise(folder));
        try (Model model = LoadedModels.load(folder).model()) {
            Tensor x = Tensor.ofStrings("x", Shape.of(1, 2), List.of("a\u0000", "😀"));
            assertEquals("😀", model.infer(Tensors.of(x)).tensor("y").text(1));
        }
    }

    @Test
    void leavesExternalWeightsAlone() throws IOException {
        Files.write(folder.resolve("w.bin"), new byte[12]);
        OnnxModelBuilder.opset(17).with(main -> main
                .initializer(Weight.external("w", ElementType.FLOAT, "w.bin", 0, 12, 3))
                .input("x", tensor(ElementType.FLOAT, "n", 3)).output("y", tensor(ElementType.FLOAT, "n", 3))
                .node("Add", List.of("x", "w"), List.of("y"))).write(folder.resolve("model.onnx"));
        assertKept("weights are in files of their own");
    }

    @Test
    void leavesAModelAloneThatCannotBeTried() {
        OnnxModelBuilder.opset(17).with(main -> main.initializer(Weight.longs("s", new long[]{2}, 5, 1000))
                .input("x", tensor(ElementType.FLOAT, "n")).output("y", tensor(ElementType.FLOAT, 5, 1000))
                .node("Reshape", List.of("x", "s"), List.of("y"))).write(folder.resolve("model.onnx"));
        assertKept("add a sample");
    }

    @Test
    void leavesConvolutionsToTheProcessorWhereThroughputCounts() {
        OnnxModelBuilder.opset(17).with(main -> main
                .initializer(Weight.floats("w", new long[]{1, 1, 3, 3}, new float[9]))
                .input("x", tensor(ElementType.FLOAT, "n", 1, 8, 8))
                .output("y", tensor(ElementType.FLOAT, "n", 1, 6, 6))
                .node("Conv", List.of("x", "w"), List.of("y"))).write(folder.resolve("model.onnx"));
        var kept = assertInstanceOf(ModelOptimisation.Kept.class,
                OPTIMISER.favouring(OptimisationGoal.THROUGHPUT).optimise(folder));
        assertTrue(kept.reason().contains("convolutions run faster so"), kept::reason);
        assertInstanceOf(ModelOptimisation.Optimised.class, OPTIMISER.optimise(folder));
    }

    @Test
    void tellsAnswersApartBeyondTheTolerance() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        OnnxModelBuilder nearly = OnnxModelBuilder.opset(17).with(main -> main
                .initializer(Weight.floats("w", new long[]{1}, 1.001f))
                .input("x", tensor(ElementType.FLOAT, "n", 2)).output("y", tensor(ElementType.FLOAT, "n", 2))
                .node("Mul", List.of("x", "w"), List.of("y")));
        try (Model one = LoadedModels.load(folder, OnnxModelBuilder.identity(ElementType.FLOAT, "n", 2));
                Model two = LoadedModels.load(other, nearly)) {
            Tensors x = Tensors.of(Tensor.ofFloats("x", Shape.of(1, 2), Float.NaN, 3));
            Parity loose = Parity.exact(one, two, 0.001);
            assertTrue(loose.compare(x) && loose.fault().isEmpty(), loose.fault()::toString);
            assertEquals(0.00075, loose.largest(), 1e-6);
            Parity strict = Parity.exact(one, two, 0.0001);
            assertTrue(strict.compare(x));
            assertTrue(strict.fault().orElseThrow().startsWith("output 'y' element 1 is 3.003"));
        }
    }

    private void assertKept(String reason) {
        var kept = assertInstanceOf(ModelOptimisation.Kept.class, OPTIMISER.optimise(folder));
        assertTrue(kept.reason().contains(reason), kept::reason);
        assertFalse(Files.exists(folder.resolve("model.ort")));
        LoadedGraph loaded = LoadedModels.load(folder);
        loaded.model().close();
        assertTrue(loaded.detour().isEmpty());
    }
}
