package thaw.onnx;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import thaw.Datatype;
import thaw.Deadline;
import thaw.InferenceException;
import thaw.InferenceException.Kind;
import thaw.Model;
import thaw.Shape;
import thaw.Tensor;
import thaw.Tensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static thaw.onnx.OnnxModelBuilder.body;
import static thaw.onnx.OnnxModelBuilder.graph;
import static thaw.onnx.OnnxModelBuilder.tensor;

@Timeout(60)
class RunControlTest {

    private static final long FOREVER = Long.MAX_VALUE;

    @TempDir
    private Path folder;

    @Test
    void stopsARunWhenItsDeadlinePasses() {
        try (Model model = LoadedModels.load(folder, loop())) {
            for (int call = 0; call < 3; call++) {
                InferenceException failure = assertThrows(InferenceException.class, () -> model
                        .infer(rounds(FOREVER), Set.of(), Deadline.after(Duration.ofMillis(30))));
                assertEquals(Kind.DEADLINE, failure.kind(), failure.getMessage());
            }
            assertEquals(3,
                    model.infer(rounds(3), Set.of(), Deadline.after(Duration.ofMinutes(1))).tensor("y")
                            .data().getLong());
        }
    }

    @Test
    void stopsOnlyTheRunsThatAreLate() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Model model = LoadedModels.load(folder, loop())) {
            List<Future<Boolean>> late = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                boolean endless = i % 2 == 0;
                late.add(threads.submit(() -> timesOut(model, endless)));
            }
            for (int i = 0; i < 4; i++) {
                assertEquals(i % 2 == 0, late.get(i).get());
            }
        } finally {
            threads.shutdown();
        }
    }

    private static boolean timesOut(Model model, boolean endless) {
        boolean stopped = false;
        for (int call = 0; call < 20; call++) {
            Deadline deadline = Deadline.after(endless ? Duration.ofMillis(5) : Duration.ofMinutes(1));
            try {
                model.infer(rounds(endless ? FOREVER : 10), Set.of(), deadline);
            } catch (InferenceException failure) {
                assertEquals(Kind.DEADLINE, failure.kind(), failure.getMessage());
                stopped = true;
            }
        }
        return stopped;
    }

    @Test
    void refusesARunThatIsLateAlready() {
        try (Model model = LoadedModels.load(folder, loop())) {
            assertEquals(Kind.DEADLINE, assertThrows(InferenceException.class,
                    () -> model.infer(rounds(1), Set.of(), Deadline.after(Duration.ZERO))).kind());
        }
    }

    @Test
    void closesOnlyWhenTheLastRunIsOver() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 20; round++) {
                closeUnderLoad(threads);
            }
        } finally {
            threads.shutdown();
        }
    }

    private void closeUnderLoad(ExecutorService threads) throws Exception {
        Model model = LoadedModels.load(folder, OnnxModelBuilder.identity(ElementType.FLOAT, "n"));
        CountDownLatch running = new CountDownLatch(8);
        AtomicInteger answers = new AtomicInteger();
        List<Future<Kind>> callers = new ArrayList<>();
        Callable<Kind> caller = () -> {
            running.countDown();
            return callUntilRefused(model, answers);
        };
        for (int i = 0; i < 8; i++) {
            callers.add(threads.submit(caller));
        }
        running.await();
        model.close();
        model.close();
        for (Future<Kind> refusal : callers) {
            assertEquals(Kind.UNAVAILABLE, refusal.get());
        }
    }

    private static Kind callUntilRefused(Model model, AtomicInteger answers) {
        Tensors x = Tensors.of(Tensor.ofFloats("x", Shape.of(2), 1, 2));
        while (true) {
            try {
                model.infer(x);
                answers.incrementAndGet();
            } catch (InferenceException refusal) {
                return refusal.kind();
            }
        }
    }

    @Test
    void leaksNothing() throws Exception {
        OnnxModelBuilder graph = OnnxModelBuilder.opset(17).with(main -> main
                .input("x", tensor(ElementType.FLOAT, "n")).input("s", tensor(ElementType.STRING, "m"))
                .output("y", tensor(ElementType.FLOAT, "n")).output("t", tensor(ElementType.STRING, "m"))
                .output("z", tensor(ElementType.INT64, 1, "?"))
                .node("Identity", List.of("x"), List.of("y"))
                .node("Identity", List.of("s"), List.of("t"))
                .node("NonZero", List.of("x"), List.of("z")));
        try (Model model = LoadedModels.load(folder, graph)) {
            calls(model, 4_000);
            long before = residentKib();
            calls(model, 12_000);
            long grown = residentKib() - before;
            // One output left open would show as 12,000 times 16 KB.
            assertTrue(grown < 64 << 10, "resident memory grew by " + grown + " KiB");
        }
    }

    private static void calls(Model model, int count) {
        float[] ones = new float[2_000];
        Arrays.fill(ones, 1);
        Tensors good = Tensors.of(Tensor.ofFloats("x", Shape.of(ones.length), ones),
                Tensor.ofStrings("s", Shape.of(2), List.of("a", "b")));
        Tensors bad = Tensors.of(Tensor.ofFloats("x", Shape.of(ones.length), ones),
                Tensor.ofBytes("s", Shape.of(2), new byte[][]{{'a'}, {(byte) 0xFF}}));
        for (int i = 0; i < count; i++) {
            if (i % 10 == 0) {
                assertThrows(InferenceException.class, () -> model.infer(bad));
            } else {
                assertEquals(3, model.infer(good, Set.of(), Deadline.after(Duration.ofMinutes(1))).size());
            }
        }
    }

    private static long residentKib() throws Exception {
        System.gc();
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS")).findFirst()
                .map(line -> Long.parseLong(line.replaceAll("\\D", ""))).orElseThrow();
    }

    /** Counts to its input, one round of a Loop at a time. */
    private static OnnxModelBuilder loop() {
        OnnxModelBuilder.Graph step = graph("step")
                .input("i", tensor(ElementType.INT64)).input("go", tensor(ElementType.BOOL))
                .input("sum", tensor(ElementType.INT64))
                .output("still", tensor(ElementType.BOOL)).output("next", tensor(ElementType.INT64))
                .initializer(Weight.longs("one", new long[0], 1))
                .node("Identity", List.of("go"), List.of("still"))
                .node("Add", List.of("sum", "one"), List.of("next"));
        return OnnxModelBuilder.opset(17).with(main -> main
                .input("rounds", tensor(ElementType.INT64)).output("y", tensor(ElementType.INT64))
                .initializer(Weight.longs("zero", new long[0], 0))
                .initializer(Weight.raw("true", ElementType.BOOL, new byte[]{1}))
                .node("Loop", List.of("rounds", "true", "zero"), List.of("y"), body("body", step)));
    }

    private static Tensors rounds(long count) {
        return Tensors.of(Tensor.of("rounds", Datatype.INT64, Shape.of(),
                Tensor.allocate(8).putLong(count).flip()));
    }
}
