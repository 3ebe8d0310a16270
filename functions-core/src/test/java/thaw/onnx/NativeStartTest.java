package thaw.onnx;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

import ai.onnxruntime.OrtEnvironment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thaw.InferenceException;
import thaw.Model;
import thaw.Shape;
import thaw.Tensor;
import thaw.Tensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** How the native library is found, and what its binding does while it loads: each in a process of its own. */
class NativeStartTest {

    @TempDir
    private Path folder;
    private Path binding;

    /** The binding's jar as it is packaged: its classes quickened, its libraries in a folder. */
    @BeforeEach
    void unpackTheBinding() throws Exception {
        binding = Files.createDirectories(folder.resolve("app/binding"));
        Path jar = Path.of(OrtEnvironment.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (JarFile entries = new JarFile(jar.toFile())) {
            for (JarEntry entry : (Iterable<JarEntry>) entries.stream()::iterator) {
                try (InputStream content = entries.getInputStream(entry)) {
                    unpack(entry.getName(), content.readAllBytes());
                }
            }
        }
        OnnxModelBuilder.identity(ElementType.FLOAT, "n").write(folder.resolve("model.onnx"));
    }

    private void unpack(String name, byte[] content) throws IOException {
        String here = "ai/onnxruntime/native/" + NativePlatform.architecture().replace("arm64", "aarch64")
                + "/";
        if (name.endsWith(".class")) {
            Path file = binding.resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, BindingClasses.quickened(content));
        } else if (name.startsWith(here) && name.length() > here.length()) {
            Files.createDirectories(folder.resolve("app/native"));
            Files.write(folder.resolve("app/native").resolve(name.substring(here.length())), content);
        }
    }

    @Test
    void startsWithoutLoggingRandomNumbersOrATemporaryFolder() throws Exception {
        Path none = folder.resolve("no/such/folder");
        List<String> lines = run(Map.of("THAW_NATIVE", folder.resolve("app/native").toString()),
                "-Djava.io.tmpdir=" + none, "-Xlog:class+load");
        assertTrue(lines.contains("answer 2.0"));
        String classes = String.join("\n", lines);
        assertFalse(classes.contains("java.util.logging.LogManager "), "the logging was started");
        assertFalse(classes.contains("java.security.SecureRandom "), "random numbers were started");
        assertFalse(Files.exists(none));
    }

    @Test
    void findsTheLibrariesInLambdasTaskRoot() throws Exception {
        List<String> lines = run(Map.of("LAMBDA_TASK_ROOT", folder.resolve("app").toString()));
        assertEquals("answer 2.0", lines.get(lines.size() - 1));
    }

    @Test
    void saysWhereItLookedIfTheyAreNowhere() throws Exception {
        List<String> lines = run(Map.of("LAMBDA_TASK_ROOT", folder.toString()));
        String last = lines.get(lines.size() - 1);
        assertTrue(last.startsWith("ONNX Runtime: its native library could not be loaded: ")
                && last.contains(folder.resolve("native").toString()) && last.contains("THAW_NATIVE"), last);
    }

    @Test
    void saysWhichLibraryIsMissingInTheFolderThatIsNamed() throws Exception {
        Files.delete(folder.resolve("app/native").resolve(System.mapLibraryName("onnxruntime4j_jni")));
        String last = run(Map.of("THAW_NATIVE", folder.resolve("app/native").toString())).get(0);
        assertTrue(last.contains("THAW_NATIVE names, but ") && last.endsWith("does not exist"), last);
    }

    @Test
    void looksBesideTheApplication() {
        NativeFolder beside = new NativeFolder(Map.of(),
                Optional.of(folder.resolve("app/lib/functions.jar")), Optional.empty());
        assertEquals(Optional.of(folder.resolve("app/native")), beside.find());
        NativeFolder nowhere = new NativeFolder(Map.of(), Optional.of(folder.resolve("else/where.jar")),
                Optional.empty());
        assertEquals(Optional.empty(), nowhere.find());
    }

    @Test
    void looksBesideAndNextToANativeExecutable() {
        NativeFolder above = new NativeFolder(Map.of(), Optional.empty(),
                Optional.of(folder.resolve("app/bootstrap")));
        assertEquals(Optional.of(folder.resolve("app/native")), above.find());
        NativeFolder beside = new NativeFolder(Map.of(), Optional.empty(),
                Optional.of(folder.resolve("app/native/bootstrap")));
        assertEquals(Optional.of(folder.resolve("app/native")), beside.find());
    }

    @Test
    void leavesOtherClassesAsTheyAre() throws IOException {
        try (InputStream content = NativeStartTest.class.getResourceAsStream("NativeStartTest.class")) {
            byte[] own = content.readAllBytes();
            assertSame(own, BindingClasses.quickened(own));
            assertThrows(InferenceException.class, () -> BindingClasses.quickened(Arrays.copyOf(own, 40)));
        }
        assertThrows(InferenceException.class, () -> BindingClasses.quickened(new byte[100]));
    }

    private List<String> run(Map<String, String> environment, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", binding + File.pathSeparator + withoutBinding(), Start.class.getName(),
                folder.toString()));
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertTrue(process.waitFor(2, TimeUnit.MINUTES), "it hangs");
            return Files.readAllLines(output);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String withoutBinding() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(path -> !path.contains("onnxruntime")).reduce((a, b) -> a + File.pathSeparator + b)
                .orElseThrow();
    }

    /** The process that starts. */
    static final class Start {
        private Start() {}

        public static void main(String[] arguments) {
            try (Model model = LoadedModels.load(Path.of(arguments[0])).model()) {
                Tensor y = model.infer(Tensors.of(Tensor.ofFloats("x", Shape.of(1), 2))).tensor("y");
                System.out.println("answer " + y.floats().get(0));
            } catch (InferenceException failure) {
                System.out.println(failure.getMessage());
            }
        }
    }
}
