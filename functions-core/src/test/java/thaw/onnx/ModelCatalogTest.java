package thaw.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import thaw.InferenceException;
import thaw.InferenceException.Kind;
import thaw.Model;
import thaw.ModelId;
import thaw.ModelReference;
import thaw.Models;
import thaw.Shape;
import thaw.Tensor;
import thaw.Tensors;
import thaw.model.Loading;
import thaw.model.ManifestWriter;
import thaw.model.ModelCatalog;
import thaw.model.ModelRepository;
import thaw.model.SealedManifest;
import thaw.telemetry.LoadPhases;
import thaw.telemetry.Telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(60)
class ModelCatalogTest {

    /** Less than 4 MiB and twice these tiny packages, so that two of them do not fit into 9 MB. */
    private static final long BUDGET_FOR_TWO = 9_000_000;

    @TempDir
    private Path root;
    private final Loads loads = new Loads();

    private static final class Loads implements Telemetry {
        private final ConcurrentLinkedQueue<String> events = new ConcurrentLinkedQueue<>();
        private final ConcurrentLinkedQueue<LoadPhases> phases = new ConcurrentLinkedQueue<>();

        @Override
        public void modelLoaded(ModelId model, LoadPhases times) {
            events.add("loaded " + model);
            phases.add(times);
        }

        @Override
        public void modelReleased(ModelId model) {
            events.add("released " + model);
        }
    }

    @Test
    void loadsOnceHoweverManyAskAtOnce() throws Exception {
        model("a/1");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (ModelCatalog catalog = catalog().open()) {
            CountDownLatch together = new CountDownLatch(8);
            List<Future<Model>> leased = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                leased.add(threads.submit(() -> {
                    together.countDown();
                    together.await();
                    try (Models.Lease lease = catalog.lease(ModelReference.to("a"))) {
                        return lease.loaded().model();
                    }
                }));
            }
            for (Future<Model> model : leased) {
                assertSame(leased.get(0).get(), model.get());
            }
            assertEquals(List.of("loaded a/1"), List.copyOf(loads.events));
            assertEquals(Set.of("verify", "native_library", "session", "priming"),
                    loads.phases.peek().nanos().keySet());
        } finally {
            threads.shutdown();
        }
        assertEquals(List.of("loaded a/1", "released a/1"), List.copyOf(loads.events));
    }

    @Test
    void releasesTheModelUnusedForLongest() throws IOException {
        models("a/1", "b/1", "c/1");
        try (ModelCatalog catalog = catalog().memoryBudget(BUDGET_FOR_TWO).open()) {
            use(catalog, "a");
            use(catalog, "b");
            use(catalog, "a");
            use(catalog, "c");
            assertEquals(List.of("loaded a/1", "loaded b/1", "released b/1", "loaded c/1"),
                    List.copyOf(loads.events));
            assertTrue(catalog.ready(ModelReference.to("a")));
            assertFalse(catalog.ready(ModelReference.to("b")));
        }
    }

    @Test
    void neverReleasesALeasedModel() throws IOException {
        models("a/1", "b/1", "c/1");
        try (ModelCatalog catalog = catalog().memoryBudget(BUDGET_FOR_TWO).open();
                Models.Lease a = catalog.lease(ModelReference.to("a"));
                Models.Lease b = catalog.lease(ModelReference.to("b"))) {
            InferenceException failure = assertThrows(InferenceException.class, () -> use(catalog, "c"));
            assertEquals(Kind.UNAVAILABLE, failure.kind());
            assertTrue(failure.getMessage().startsWith("model 'c/1': needs about "), failure.getMessage());
            infer(a.loaded().model());
            infer(b.loaded().model());
        }
    }

    @Test
    void survivesEvictionUnderLoad() throws Exception {
        models("a/1", "b/1", "c/1", "d/1");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (ModelCatalog catalog = catalog().memoryBudget(BUDGET_FOR_TWO).open()) {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                int seed = thread;
                answers.add(threads.submit(() -> useInTurn(catalog, seed)));
            }
            for (Future<Integer> answered : answers) {
                assertTrue(answered.get() > 0);
            }
        } finally {
            threads.shutdown();
        }
        long released = loads.events.stream().filter(event -> event.startsWith("released")).count();
        assertEquals(loads.events.size() - released, released);
    }

    private static int useInTurn(ModelCatalog catalog, int seed) {
        int answered = 0;
        for (int i = 0; i < 200; i++) {
            try {
                use(catalog, List.of("a", "b", "c", "d").get((seed + i * 7 / 3) % 4));
                answered++;
            } catch (InferenceException full) {
                assertEquals(Kind.UNAVAILABLE, full.kind(), full.getMessage());
            }
        }
        return answered;
    }

    @Test
    void triesAFailedLoadAgainAfterAPause() throws IOException {
        model("a/1");
        byte[] good = Files.readAllBytes(root.resolve("a/1/model.onnx"));
        Files.write(root.resolve("a/1/model.onnx"), new byte[]{1, 2, 3});
        AtomicLong now = new AtomicLong();
        try (ModelCatalog catalog = catalog().clock(now::get).open()) {
            InferenceException first = assertThrows(InferenceException.class, () -> use(catalog, "a"));
            assertEquals(Kind.INVALID_MODEL, first.kind());
            Files.write(root.resolve("a/1/model.onnx"), good);
            assertSame(first, assertThrows(InferenceException.class, () -> use(catalog, "a")));
            now.addAndGet(1_000_000_000L);
            use(catalog, "a");
        }
    }

    @Test
    void loadsEagerlyWhatTheAliasesLeadTo() throws IOException {
        models("a/1", "a/2", "a/3", "b/1");
        Files.writeString(root.resolve("a/aliases.json"), "{\"prod\": \"1\", \"canary\": {\"3\": 50}}");
        try (ModelCatalog catalog = catalog().loading(Loading.EAGER).open()) {
            assertEquals(Set.of("loaded a/1", "loaded a/3", "loaded b/1"), Set.copyOf(loads.events));
            assertTrue(catalog.ready(ModelReference.to("a")));
            assertEquals(versionFor(catalog, "me"), versionFor(catalog, "me"));
        }
    }

    private static String versionFor(ModelCatalog catalog, String key) {
        try (Models.Lease lease = catalog.lease(ModelReference.to("a"), key)) {
            return lease.loaded().model().id().version();
        }
    }

    @Test
    void doesNotStartEagerlyWithABrokenModel() throws IOException {
        models("a/1", "b/1");
        Files.write(root.resolve("b/1/model.onnx"), new byte[]{1, 2, 3});
        assertThrows(InferenceException.class, () -> catalog().loading(Loading.EAGER).open());
        assertEquals(List.of("loaded a/1", "released a/1"), List.copyOf(loads.events));
    }

    @Test
    void picksUpNewVersionsAndLetsGoOfRemovedOnes() throws IOException {
        model("a/1");
        try (ModelCatalog catalog = catalog().loading(Loading.EAGER).open()) {
            assertFalse(catalog.refresh());
            model("a/2");
            assertTrue(catalog.refresh());
            assertEquals("2", versionFor(catalog, "me"));
            try (Models.Lease old = catalog.lease(new ModelReference("a", "1"))) {
                Files.delete(root.resolve("a/1/model.onnx"));
                assertTrue(catalog.refresh());
                infer(old.loaded().model());
            }
            assertFalse(catalog.refresh());
            assertEquals(List.of("loaded a/1", "loaded a/2", "released a/1"), List.copyOf(loads.events));
            assertThrows(InferenceException.class, () -> catalog.lease(new ModelReference("a", "1")));
        }
    }

    @Test
    void staysAtTheOldVersionIfTheNewOneIsBroken() throws IOException {
        model("a/1");
        try (ModelCatalog catalog = catalog().loading(Loading.EAGER).open()) {
            use(catalog, "a");
            Files.createDirectories(root.resolve("a/2"));
            Files.write(root.resolve("a/2/model.onnx"), new byte[]{1, 2, 3});
            catalog.refresh();
            use(catalog, "a");
        }
    }

    @Test
    void refusesLeasesWhenClosed() throws IOException {
        model("a/1");
        ModelCatalog catalog = catalog().open();
        use(catalog, "a");
        catalog.close();
        assertEquals(Kind.UNAVAILABLE,
                assertThrows(InferenceException.class, () -> use(catalog, "a")).kind());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            model.json  | ''          | model.json: expected JSON, got nothing
            model.json  | [1]         | model.json: expected an object, got another JSON value
            model.json  | {"a": 1,}   | model.json: expected JSON at line 1, column
            labels.txt  | ''          | labels.txt: expected the name of one class a line, got nothing
            labels.txt  | 'cat\n\ndog' | labels.txt: expected the name of a class in line 2, got an empty line
            warmup.docx | x           | warmup.docx: expected a file ending in one of
            manifest.json | {}        | manifest.json.format: expected an integer, got nothing
            """)
    void namesTheBrokenFileOfAPackage(String file, String content, String message) throws IOException {
        model("a/1");
        Files.writeString(root.resolve("a/1").resolve(file), content.replace("\\n", "\n"));
        try (ModelCatalog catalog = catalog().open()) {
            InferenceException failure = assertThrows(InferenceException.class, () -> use(catalog, "a"));
            assertEquals(Kind.INVALID_MODEL, failure.kind(), failure.getMessage());
            assertTrue(failure.getMessage().contains(root + "/a/1/" + message), failure.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            labels.txt | cat           | was changed after it was packaged: expected 8 bytes, got 3
            labels.txt | 'cot\ndog\n'  | was changed after it was packaged: expected SHA-256
            model.json | {}            | expected only files that manifest.json lists, got one that it does not
            """)
    void refusesATamperedPackage(String file, String content, String message) throws IOException {
        model("a/1");
        Path folder = root.resolve("a/1");
        Files.writeString(folder.resolve("labels.txt"), "cat\ndog\n");
        new ManifestWriter(LoadedModels.RUNTIME).write(folder);
        try (ModelCatalog catalog = catalog().open()) {
            use(catalog, "a");
        }
        Files.writeString(folder.resolve(file), content.replace("\\n", "\n"));
        try (ModelCatalog catalog = catalog().open()) {
            InferenceException failure = assertThrows(InferenceException.class, () -> use(catalog, "a"));
            assertEquals(folder.resolve(file) + ": ", failure.getMessage().substring(0,
                    folder.resolve(file).toString().length() + 2));
            assertTrue(failure.getMessage().contains(message), failure.getMessage());
        }
    }

    @Test
    void refusesAManifestOfAnotherGraph() throws IOException {
        model("a/1");
        Path manifest = root.resolve("a/1/manifest.json");
        new ManifestWriter(LoadedModels.RUNTIME).write(root.resolve("a/1"));
        SealedManifest.replace(manifest, "FP32", "FP64");
        try (ModelCatalog catalog = catalog().open()) {
            InferenceException failure = assertThrows(InferenceException.class, () -> use(catalog, "a"));
            assertTrue(failure.getMessage().contains("manifest.json promises"), failure.getMessage());
        }
    }

    private ModelCatalog.Builder catalog() {
        return ModelCatalog.of(ModelRepository.open(root), LoadedModels.RUNTIME).telemetry(loads);
    }

    private static void use(ModelCatalog catalog, String name) {
        try (Models.Lease lease = catalog.lease(ModelReference.to(name))) {
            infer(lease.loaded().model());
        }
    }

    private static void infer(Model model) {
        Tensor y = model.infer(Tensors.of(Tensor.ofFloats("x", Shape.of(1, 2), 3, 4))).tensor("y");
        assertEquals(4, y.floats().get(1));
    }

    private void models(String... folders) throws IOException {
        for (String folder : folders) {
            model(folder);
        }
    }

    private void model(String folder) throws IOException {
        Files.createDirectories(root.resolve(folder));
        OnnxModelBuilder.identity(ElementType.FLOAT, "n", 2).write(root.resolve(folder + "/model.onnx"));
    }
}
