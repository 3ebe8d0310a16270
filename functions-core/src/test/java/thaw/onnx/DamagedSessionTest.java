package thaw.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thaw.InferenceException;
import thaw.Model;
import thaw.Shape;
import thaw.Tensor;
import thaw.Tensors;
import thaw.model.LoadedGraph;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Whatever the bytes of a graph, loading and running it end in an answer or in an {@link InferenceException}. In a
 * process of its own: what is looked for here would take the test run with it.
 */
class DamagedSessionTest {

    private static final int FLIPS = 2_000;

    @TempDir
    private Path folder;

    @Test
    void endsInAnAnswerOrAnInferenceException() throws Exception {
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m", "-XX:+UseSerialGC", "-XX:ErrorFile=" + folder.resolve("crash.txt"), "-cp",
                System.getProperty("java.class.path"), Attempts.class.getName(), folder.toString())
                .redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            assertEquals(true, process.waitFor(2, TimeUnit.MINUTES), "it hangs");
            assertEquals("done", lastLine(output));
            assertEquals(0, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }

    private static String lastLine(Path output) throws IOException {
        List<String> lines = Files.readAllLines(output);
        return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }

    /** The process that may die. */
    static final class Attempts {

        private static final Tensors X = Tensors.of(Tensor.ofFloats("x", Shape.of(1, 3), 1, 2, 3));

        private Attempts() {}

        public static void main(String[] arguments) throws IOException {
            Path folder = Files.createDirectory(Path.of(arguments[0], "package"));
            byte[] model = OnnxModelBuilder.zipMap(List.of("a", "b", "c"))
                    .with(main -> main.initializer(Weight.floats("w", new long[]{3}, 1, 2, 3))
                            .output("z", OnnxModelBuilder.tensor(ElementType.FLOAT, "n", 3))
                            .node("Add", List.of("x", "w"), List.of("z")))
                    .build();
            for (int length = 0; length < model.length; length++) {
                attempt(folder, java.util.Arrays.copyOf(model, length));
            }
            Random random = new Random(7);
            for (int i = 0; i < FLIPS; i++) {
                byte[] damaged = model.clone();
                for (int flips = random.nextInt(3); flips >= 0; flips--) {
                    damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
                }
                attempt(folder, damaged);
            }
            System.out.println("done");
        }

        private static void attempt(Path folder, byte[] bytes) throws IOException {
            Files.write(folder.resolve("model.onnx"), bytes);
            try {
                LoadedGraph graph = LoadedModels.load(folder);
                try (Model model = graph.model()) {
                    model.infer(X);
                }
            } catch (InferenceException expected) {
                requireOneLine(expected);
            }
        }

        private static void requireOneLine(InferenceException failure) {
            if (failure.getMessage().lines().count() != 1) {
                throw new AssertionError(failure);
            }
        }
    }
}
