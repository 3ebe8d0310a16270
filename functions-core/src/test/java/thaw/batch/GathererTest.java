package thaw.batch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import thaw.Deadline;
import thaw.InferenceException;
import thaw.Limits;
import thaw.Model;
import thaw.ModelId;
import thaw.ModelReference;
import thaw.ModelSignature;
import thaw.Shape;
import thaw.Tensor;
import thaw.Tensors;
import thaw.telemetry.Telemetry;
import thaw.testing.EchoModels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class GathererTest {

    private static final Limits ONE_AT_A_TIME = Limits.ofDefaults().toBuilder().concurrency(1).batchRows(8)
            .build();

    private final EchoModels models = new EchoModels();
    private final Model affine = model("affine");
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Waiting waiting = new Waiting();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private Model model(String name) {
        return models.lease(ModelReference.parse(name + "@1")).loaded().model();
    }

    private static Tensors row(float... values) {
        return Tensors.of(Tensor.ofFloats("x", Shape.of(1, values.length), values));
    }

    private static float first(Tensors outputs) {
        return outputs.tensor("y").floats().get(0);
    }

    private static Tensors infer(Gatherer gatherer, Model model, Tensors inputs) {
        return gatherer.infer(model, inputs, Set.of(), Deadline.none());
    }

    /** Hears how many wait, so that a test goes on when they do and not after some time. */
    private static final class Waiting implements Telemetry {
        private int depth;

        @Override
        public synchronized void queueDepth(int count) {
            depth = count;
            notifyAll();
        }

        synchronized void await(IntPredicate enough) throws InterruptedException {
            while (!enough.test(depth)) {
                wait();
            }
        }
    }

    /** A model whose first run waits until it is let go, so that others must wait in line. */
    private static final class Gate implements Model {
        private final Model behind;
        private final CountDownLatch entered = new CountDownLatch(1);
        private final Semaphore letGo = new Semaphore(0);

        Gate(Model behind) {
            this.behind = behind;
        }

        @Override
        public ModelId id() {
            return behind.id();
        }

        @Override
        public ModelSignature signature() {
            return behind.signature();
        }

        @Override
        public Tensors infer(Tensors inputs, Set<String> outputs, Deadline deadline) {
            if (entered.getCount() > 0) {
                entered.countDown();
                letGo.acquireUninterruptibly();
            }
            return behind.infer(inputs, outputs, deadline);
        }

        @Override
        public void close() {
            behind.close();
        }
    }

    /** Occupies the only place, lines the calls up in order, and gives their futures when all wait. */
    private List<Future<Tensors>> linedUp(Gatherer gatherer, Gate gate, List<Callable<Tensors>> calls)
            throws Exception {
        threads.submit(() -> infer(gatherer, gate, row(0)));
        gate.entered.await();
        List<Future<Tensors>> futures = new ArrayList<>();
        for (Callable<Tensors> call : calls) {
            int before = futures.size();
            futures.add(threads.submit(call));
            waiting.await(depth -> depth > before);
        }
        return futures;
    }

    @Test
    void runsAloneWhenNobodyWaits() {
        Gatherer gatherer = new Gatherer(ONE_AT_A_TIME, Telemetry.NONE);
        for (int i = 0; i < 5; i++) {
            assertEquals(i + 1, first(infer(gatherer, affine, row(i))));
        }
        assertEquals(List.of(1L, 1L, 1L, 1L, 1L), models.runs("affine", "1"));
    }

    @Test
    void joinsWhatWaitsAndGivesEachItsRows() throws Exception {
        Gatherer gatherer = new Gatherer(ONE_AT_A_TIME, waiting);
        Gate gate = new Gate(affine);
        List<Callable<Tensors>> calls = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            float value = i;
            calls.add(() -> infer(gatherer, gate, row(value, -value)));
        }
        List<Future<Tensors>> futures = linedUp(gatherer, gate, calls);
        gate.letGo.release();
        for (int i = 1; i <= 10; i++) {
            assertEquals(i + 1, first(futures.get(i - 1).get()));
            assertEquals(1 - i, futures.get(i - 1).get().tensor("y").floats().get(1));
        }
        long runs = models.runs("affine", "1").size();
        assertTrue(runs <= 4, () -> "10 calls of one row, 8 a run, took " + models.runs("affine", "1"));
        assertTrue(models.runs("affine", "1").stream().allMatch(rows -> rows <= 8));
    }

    @Test
    void neverJoinsShapesThatDiffer() throws Exception {
        Gatherer gatherer = new Gatherer(ONE_AT_A_TIME, waiting);
        Gate gate = new Gate(affine);
        List<Future<Tensors>> futures = linedUp(gatherer, gate, List.of(() -> infer(gatherer, gate, row(1)),
                () -> infer(gatherer, gate, row(2, 3)), () -> infer(gatherer, gate, row(4)),
                () -> infer(gatherer, gate, row(5, 6, 7))));
        gate.letGo.release();
        assertEquals(Shape.of(1, 1), futures.get(0).get().tensor("y").shape());
        assertEquals(Shape.of(1, 2), futures.get(1).get().tensor("y").shape());
        assertEquals(5, first(futures.get(2).get()));
        assertEquals(Shape.of(1, 3), futures.get(3).get().tensor("y").shape());
    }

    @Test
    void onlyTheCulpritSeesItsFailure() throws Exception {
        Gatherer gatherer = new Gatherer(ONE_AT_A_TIME, waiting);
        Gate gate = new Gate(affine);
        List<Callable<Tensors>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            float value = i == 5 ? EchoModels.POISON : i;
            calls.add(() -> infer(gatherer, gate, row(value)));
        }
        List<Future<Tensors>> futures = linedUp(gatherer, gate, calls);
        gate.letGo.release();
        for (int i = 0; i < 8; i++) {
            Future<Tensors> future = futures.get(i);
            if (i == 5) {
                Throwable cause = assertThrows(ExecutionException.class, future::get).getCause();
                assertEquals(InferenceException.Kind.INTERNAL, ((InferenceException) cause).kind());
            } else {
                assertEquals(i + 1, first(future.get()));
            }
        }
    }

    @Test
    void refusesMoreThanTheLineHolds() throws Exception {
        Gatherer gatherer = new Gatherer(ONE_AT_A_TIME.toBuilder().queue(2).build(), waiting);
        Gate gate = new Gate(affine);
        List<Future<Tensors>> futures = linedUp(gatherer, gate,
                List.of(() -> infer(gatherer, gate, row(1)), () -> infer(gatherer, gate, row(2))));
        InferenceException refused = assertThrows(InferenceException.class,
                () -> infer(gatherer, gate, row(3)));
        assertEquals(InferenceException.Kind.OVERLOADED, refused.kind());
        assertTrue(refused.retryAfter().isPresent());
        gate.letGo.release();
        assertEquals(2, first(futures.get(0).get()));
        assertEquals(3, first(futures.get(1).get()));
        assertEquals(5, first(infer(gatherer, gate, row(4))));
    }

    @Test
    void givesUpInLineWhenTimeRunsOut() throws Exception {
        Gatherer gatherer = new Gatherer(ONE_AT_A_TIME, waiting);
        Gate gate = new Gate(affine);
        linedUp(gatherer, gate, List.of());
        InferenceException late = assertThrows(InferenceException.class,
                () -> gatherer.infer(gate, row(1), Set.of(), Deadline.after(Duration.ofMillis(20))));
        assertEquals(InferenceException.Kind.DEADLINE, late.kind());
        gate.letGo.release();
        assertEquals(3, first(infer(gatherer, gate, row(2))));
    }

    @Test
    void givesUpInLineWhenInterrupted() throws Exception {
        Gatherer gatherer = new Gatherer(ONE_AT_A_TIME, waiting);
        Gate gate = new Gate(affine);
        AtomicInteger unavailable = new AtomicInteger();
        linedUp(gatherer, gate, List.of());
        Thread caller = new Thread(() -> {
            InferenceException failure = assertThrows(InferenceException.class,
                    () -> infer(gatherer, gate, row(1)));
            if (failure.kind() == InferenceException.Kind.UNAVAILABLE
                    && Thread.currentThread().isInterrupted()) {
                unavailable.incrementAndGet();
            }
        });
        caller.start();
        waiting.await(depth -> depth == 1);
        caller.interrupt();
        caller.join();
        assertEquals(1, unavailable.get());
        gate.letGo.release();
        assertEquals(3, first(infer(gatherer, gate, row(2))));
    }

    @Test
    void waitsForMoreRowsWithinTheDelay() throws Exception {
        Gatherer gatherer = new Gatherer(Limits.ofDefaults().toBuilder().concurrency(4).batchRows(2)
                .batchDelay(Duration.ofSeconds(30)).build(), Telemetry.NONE);
        Future<Tensors> other = threads.submit(() -> infer(gatherer, affine, row(1)));
        assertEquals(3, first(infer(gatherer, affine, row(2))));
        assertEquals(2, first(other.get()));
        assertEquals(List.of(2L), models.runs("affine", "1"));
    }

    @Test
    void runsWithWhatThereIsWhenTheDelayIsOver() {
        Gatherer gatherer = new Gatherer(
                Limits.ofDefaults().toBuilder().batchDelay(Duration.ofMillis(5)).build(),
                Telemetry.NONE);
        assertEquals(2, first(infer(gatherer, affine, row(1))));
        assertEquals(List.of(1L), models.runs("affine", "1"));
    }

    @Property(tries = 20)
    void answersAreNeverMixed(@ForAll @IntRange(min = 1, max = 3) int places,
            @ForAll @IntRange(min = 1, max = 9) int rows,
            @ForAll @IntRange(max = 1) int delayMillis, @ForAll @IntRange(min = 2, max = 12) int callers)
            throws Exception {
        Gatherer gatherer = new Gatherer(Limits.ofDefaults().toBuilder().concurrency(places).batchRows(rows)
                .batchDelay(Duration.ofMillis(delayMillis)).build(), Telemetry.NONE);
        ExecutorService pool = Executors.newFixedThreadPool(callers);
        try {
            List<Future<Integer>> done = new ArrayList<>();
            for (int caller = 0; caller < callers; caller++) {
                int number = caller;
                done.add(pool.submit(() -> callMany(gatherer, number)));
            }
            for (Future<Integer> each : done) {
                assertEquals(50, each.get());
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private int callMany(Gatherer gatherer, int caller) {
        int right = 0;
        for (int i = 0; i < 50; i++) {
            int count = 1 + (caller + i) % 3;
            float[] values = new float[count * 2];
            for (int j = 0; j < values.length; j++) {
                values[j] = caller * 10_000 + i * 10 + j;
            }
            boolean poison = i % 17 == caller;
            values[0] = poison ? EchoModels.POISON : values[0];
            Tensors inputs = Tensors.of(Tensor.ofFloats("x", Shape.of(count, 2), values));
            right += right(gatherer, inputs, values, poison) ? 1 : 0;
        }
        return right;
    }

    private boolean right(Gatherer gatherer, Tensors inputs, float[] values, boolean poison) {
        try {
            Tensor output = infer(gatherer, affine, inputs).tensor("y");
            boolean same = !poison && output.elements() == values.length;
            for (int j = 0; same && j < values.length; j++) {
                same = output.floats().get(j) == values[j] + 1;
            }
            return same;
        } catch (InferenceException failure) {
            return poison && failure.kind() == InferenceException.Kind.INTERNAL;
        }
    }
}
