package thaw.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import thaw.InferenceException;
import thaw.Model;
import thaw.ModelReference;
import thaw.Models;
import thaw.Shape;
import thaw.Tensor;
import thaw.Tensors;
import thaw.model.Checksum;
import thaw.model.ModelCatalog;
import thaw.model.ModelPackage;
import thaw.model.ModelRepository;
import thaw.model.SealedManifest;
import thaw.model.WeightsSum;
import thaw.predict.PackagePredictors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static thaw.onnx.OnnxModelBuilder.tensor;

/** A start from the optimised file, and from the original whenever that must not be used. */
class OptimisedStartTest {

    private static final float[] WEIGHTS = weights();

    @TempDir
    private Path root;
    private Path folder;
    private Path optimised;
    private Path manifest;
    private final ConcurrentLinkedQueue<String> warnings = new ConcurrentLinkedQueue<>();

    private static float[] weights() {
        float[] weights = new float[64 * 64];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = i % 7 - 3;
        }
        return weights;
    }

    @BeforeEach
    void optimisePackage() throws IOException {
        folder = Files.createDirectories(root.resolve("m/1"));
        optimised = folder.resolve("model.ort");
        manifest = folder.resolve("manifest.json");
        OnnxModelBuilder.opset(17).with(main -> main
                .initializer(Weight.floats("w", new long[]{64, 64}, WEIGHTS))
                .input("x", tensor(ElementType.FLOAT, "n", 64))
                .output("y", tensor(ElementType.FLOAT, "n", 64))
                .node("MatMul", List.of("x", "w"), List.of("y"))).write(folder.resolve("model.onnx"));
        ModelOptimisation made = ModelOptimiser.with(PackagePredictors::create).optimise(folder);
        assertTrue(made instanceof ModelOptimisation.Optimised, made::toString);
    }

    @Test
    void readsNothingOfTheOriginal() throws IOException {
        Files.write(folder.resolve("model.onnx"), new byte[]{1, 2, 3});
        answersAsEver();
        assertEquals(List.of(), List.copyOf(warnings));
    }

    @Test
    void noticesAChangedByteAnywhere() throws IOException {
        byte[] whole = Files.readAllBytes(optimised);
        int step = whole.length / 60;
        for (int offset = 0; offset < whole.length; offset += offset < 64 ? 1 : step) {
            startsFromTheOriginalWith(changed(whole, offset), "was changed");
        }
        startsFromTheOriginalWith(changed(whole, whole.length - 1), "was changed");
    }

    @Test
    void checksLargeWeightsBesideTheLoad() throws IOException {
        WeightsSum weights = ModelPackage.open(folder).manifest().orElseThrow().optimised().get(0).weights()
                .orElseThrow();
        assertEquals(List.of((long) WEIGHTS.length * Float.BYTES),
                weights.regions().stream().map(WeightsSum.Region::bytes).toList());
        byte[] whole = Files.readAllBytes(optimised);
        assertEquals(WEIGHTS[1], ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN)
                .getFloat((int) weights.regions().get(0).offset() + Float.BYTES));
        for (WeightsSum.Region region : weights.regions()) {
            startsFromTheOriginalWith(changed(whole, (int) region.offset()), "was changed");
            startsFromTheOriginalWith(changed(whole, (int) (region.offset() + region.bytes() - 1)),
                    "was changed");
        }
    }

    private static byte[] changed(byte[] whole, int offset) {
        byte[] changed = whole.clone();
        changed[offset] ^= 1;
        return changed;
    }

    @Test
    void noticesAFileThatWasCutOrGrew() throws IOException {
        byte[] whole = Files.readAllBytes(optimised);
        for (int length : new int[]{0, 1, whole.length / 2, whole.length - 1, whole.length + 1}) {
            startsFromTheOriginalWith(Arrays.copyOf(whole, length), "was changed");
        }
    }

    private void startsFromTheOriginalWith(byte[] content, String reason) throws IOException {
        Files.write(optimised, content);
        startsFromTheOriginal(reason);
    }

    private void startsFromTheOriginal(String reason) {
        answersAsEver();
        String warning = warnings.poll();
        assertTrue(warning != null && warning.startsWith("WARN optimised model is not used")
                && warning.contains(reason) && warnings.isEmpty(), () -> warning + " " + warnings);
    }

    @Test
    void startsFromTheOriginalIfTheFileIsGone() throws IOException {
        Files.delete(optimised);
        startsFromTheOriginal("does not exist");
    }

    @Test
    void startsFromTheOriginalIfTheFileIsALinkOutOfThePackage() throws IOException {
        Path outside = Files.move(optimised, root.resolveSibling(root.getFileName() + ".ort"));
        Files.createSymbolicLink(optimised, outside);
        startsFromTheOriginal("got a link to");
        Files.delete(outside);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "any"                          | "plan9-vax"                    | it was made for plan9-vax, this is
            "features":[]                  | "features":["flux_capacitor"]  | needs a processor with [flux_capacitor]
            "runtime":"onnxruntime 1.28.0","level" | "runtime":"onnxruntime 1.27.0","level" | made by onnxruntime 1.27.0
            """)
    void startsFromTheOriginalIfTheManifestSaysSo(String from, String to, String reason) throws IOException {
        SealedManifest.replace(manifest, from, to);
        startsFromTheOriginal(reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "datatype":"FP32" | "datatype":"FP64"
            "name":"y"        | "name":"z"
            """)
    void refusesAManifestOfAnotherGraph(String from, String to) throws IOException {
        SealedManifest.replace(manifest, from, to);
        InferenceException failure = assertThrows(InferenceException.class, this::answersAsEver);
        assertTrue(failure.getMessage().contains("manifest.json promises"), failure.getMessage());
    }

    @Test
    void refusesAManifestWithAChangedByteAnywhere() throws IOException {
        byte[] whole = Files.readAllBytes(manifest);
        for (int offset = 0; offset < whole.length; offset++) {
            Files.write(manifest, changed(whole, offset));
            InferenceException failure = assertThrows(InferenceException.class, this::answersAsEver);
            assertTrue(failure.getMessage().contains("manifest.json"), failure.getMessage());
        }
        Files.write(manifest, Arrays.copyOf(whole, whole.length - 1));
        assertThrows(InferenceException.class, this::answersAsEver);
    }

    @Test
    void refusesAChangedLabel() throws IOException {
        String labels = IntStream.range(0, 64).mapToObj(i -> "class " + i + "\n")
                .collect(Collectors.joining());
        Files.writeString(folder.resolve("labels.txt"), labels);
        ModelOptimiser.with(PackagePredictors::create).optimise(folder);
        answersAsEver();
        Files.writeString(folder.resolve("labels.txt"), labels.replace("class 7\n", "class z\n"));
        InferenceException failure = assertThrows(InferenceException.class, this::answersAsEver);
        assertTrue(failure.getMessage().startsWith(folder.resolve("labels.txt") + ": was changed after"),
                failure.getMessage());
    }

    @Test
    void refusesAChangedOriginalIfItIsNeeded() throws IOException {
        Files.delete(optimised);
        Path original = folder.resolve("model.onnx");
        byte[] whole = Files.readAllBytes(original);
        Files.write(original, changed(whole, whole.length / 2));
        InferenceException failure = assertThrows(InferenceException.class, this::answersAsEver);
        assertTrue(failure.getMessage().startsWith(original + ": was changed after it was packaged"),
                failure.getMessage());
    }

    @Test
    void survivesAFileThatIsListedButIsNoModel() throws IOException {
        byte[] noise = new byte[4096];
        new Random(3).nextBytes(noise);
        Files.write(optimised, noise);
        String before = Files.readString(manifest);
        String sums = before.substring(before.indexOf("\"model.ort\":{"));
        sums = sums.substring(0, sums.indexOf('}'));
        Checksum sum = Checksum.of(optimised);
        SealedManifest.replace(manifest, sums, "\"model.ort\":{\"bytes\":" + sum.bytes()
                + ",\"sha256\":\"" + sum.sha256() + "\",\"crc32c\":\"" + sum.crc32c() + "\"");
        startsFromTheOriginal("ONNX Runtime cannot load it");
    }

    @Test
    void checksBySha256WhereThatIsAskedFor() throws IOException {
        ModelOptimiser.with(PackagePredictors::create).checkingBySha256().optimise(folder);
        assertEquals(1, Files.readString(manifest).split("crc32c", -1).length - 1, "its own alone");
        answersAsEver();
        assertEquals(List.of(), List.copyOf(warnings));
        byte[] whole = Files.readAllBytes(optimised);
        startsFromTheOriginalWith(changed(whole, whole.length - 1), "SHA-256");
    }

    @Test
    void answersManyAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (ModelCatalog catalog = catalog()) {
            Callable<Void> use = () -> {
                for (int i = 0; i < 50; i++) {
                    use(catalog);
                }
                return null;
            };
            for (Future<Void> done : threads.invokeAll(List.of(use, use, use, use, use, use, use, use))) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(List.of(), List.copyOf(warnings));
    }

    private void answersAsEver() {
        try (ModelCatalog catalog = catalog()) {
            use(catalog);
        }
    }

    private static void use(ModelCatalog catalog) {
        try (Models.Lease lease = catalog.lease(ModelReference.to("m"))) {
            requireAnswer(lease.loaded().model());
        }
    }

    private static void requireAnswer(Model model) {
        float[] x = new float[128];
        x[0] = 1;
        x[64 + 1] = 1;
        Tensor y = model.infer(Tensors.of(Tensor.ofFloats("x", Shape.of(2, 64), x))).tensor("y");
        for (int i = 0; i < 128; i++) {
            assertEquals(WEIGHTS[i], y.floats().get(i));
        }
    }

    private ModelCatalog catalog() {
        return ModelCatalog.of(ModelRepository.open(root), LoadedModels.RUNTIME)
                .log((level, message, fields) -> warnings.add(level + " " + message + " " + fields)).open();
    }
}
