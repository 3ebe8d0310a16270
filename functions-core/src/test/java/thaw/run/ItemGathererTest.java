package thaw.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import thaw.Deadline;
import thaw.InferenceException;
import thaw.Limits;
import thaw.Payload;
import thaw.TriggerItem;
import thaw.TriggerResult;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(60)
class ItemGathererTest {

    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final List<List<String>> events = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch open = new CountDownLatch(1);
    private final CountDownLatch entered = new CountDownLatch(1);

    @AfterEach
    void stop() {
        open.countDown();
        callers.shutdownNow();
    }

    private static Limits limits(int rows, int queue, Duration delay) {
        return Limits.ofDefaults().toBuilder().batchRows(rows).concurrency(1).queue(queue).batchDelay(delay)
                .build();
    }

    private static TriggerItem item(String id) {
        return new TriggerItem(id, id, "", id, Payload.ofText(id));
    }

    /** Items whose names begin with "bad" fail; the first event waits until it may go on. */
    private TriggerResult run(List<TriggerItem> items, Deadline deadline) {
        events.add(items.stream().map(TriggerItem::itemId).toList());
        entered.countDown();
        try {
            open.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        List<TriggerResult.ItemFailure> failures = items.stream().map(TriggerItem::itemId)
                .filter(id -> id.startsWith("bad"))
                .map(id -> new TriggerResult.ItemFailure(id,
                        InferenceException.unavailable(id, "busy", null)))
                .toList();
        return failures.isEmpty() ? new TriggerResult.Acknowledged()
                : new TriggerResult.BatchResult(failures);
    }

    private Future<Optional<InferenceException>> call(ItemGatherer gatherer, String id, Deadline deadline) {
        return callers.submit(() -> gatherer.run(List.of(item(id)), deadline));
    }

    private static void awaitWaiting(Future<?> call, ItemGatherer gatherer, int waiting) throws Exception {
        while (gatherer.waiting() < waiting && !call.isDone()) {
            Thread.sleep(1);
        }
    }

    @Test
    void joinsWhatWaitsAndGivesEachItsOwnAnswer() throws Exception {
        ItemGatherer gatherer = new ItemGatherer(limits(3, 100, Duration.ZERO), this::run);
        List<Future<Optional<InferenceException>>> calls = new ArrayList<>();
        calls.add(call(gatherer, "first", Deadline.none()));
        entered.await();
        for (String id : List.of("a", "bad b", "c", "d", "bad e")) {
            calls.add(call(gatherer, id, Deadline.none()));
            awaitWaiting(calls.get(calls.size() - 1), gatherer, calls.size() - 1);
        }
        open.countDown();
        List<String> answers = new ArrayList<>();
        for (Future<Optional<InferenceException>> call : calls) {
            answers.add(call.get().map(InferenceException::culprit).orElse("ok"));
        }
        assertEquals(List.of("ok", "ok", "bad b", "ok", "ok", "bad e"), answers);
        assertEquals(List.of(List.of("first"), List.of("a", "bad b", "c"), List.of("d", "bad e")), events);
    }

    @Test
    void waitsForMoreNoLongerThanTheDelay() throws Exception {
        open.countDown();
        ItemGatherer full = new ItemGatherer(limits(2, 100, Duration.ofHours(1)), this::run);
        Future<Optional<InferenceException>> one = call(full, "one", Deadline.none());
        awaitWaiting(one, full, 1);
        assertTrue(full.run(List.of(item("two")), Deadline.none()).isEmpty());
        assertTrue(one.get().isEmpty());
        assertEquals(List.of(List.of("one", "two")), events, "run as soon as it is full");
        ItemGatherer lonely = new ItemGatherer(limits(2, 100, Duration.ofMillis(5)), this::run);
        assertTrue(lonely.run(List.of(item("three")), Deadline.none()).isEmpty());
    }

    @Test
    void refusesWhenTheLineIsFull() throws Exception {
        ItemGatherer gatherer = new ItemGatherer(limits(8, 1, Duration.ZERO), this::run);
        Future<Optional<InferenceException>> first = call(gatherer, "first", Deadline.none());
        entered.await();
        Future<Optional<InferenceException>> second = call(gatherer, "second", Deadline.none());
        awaitWaiting(second, gatherer, 1);
        InferenceException refused = gatherer.run(List.of(item("third")), Deadline.none()).orElseThrow();
        assertEquals(InferenceException.Kind.OVERLOADED, refused.kind());
        open.countDown();
        assertTrue(first.get().isEmpty());
        assertTrue(second.get().isEmpty());
    }

    @Test
    void leavesTheLineWhenItsTimeIsOver() throws Exception {
        ItemGatherer gatherer = new ItemGatherer(limits(8, 10, Duration.ZERO), this::run);
        Future<Optional<InferenceException>> first = call(gatherer, "first", Deadline.none());
        entered.await();
        InferenceException late = gatherer.run(List.of(item("late")), Deadline.after(Duration.ofMillis(5)))
                .orElseThrow();
        assertEquals(InferenceException.Kind.DEADLINE, late.kind());
        open.countDown();
        assertTrue(first.get().isEmpty());
        assertEquals(List.of(List.of("first")), events, "what has left is not run");
    }

    @Test
    void tellsEveryCallerOfADefect() throws Exception {
        ItemGatherer gatherer = new ItemGatherer(limits(8, 10, Duration.ZERO), (items, deadline) -> {
            throw new IllegalStateException("defect");
        });
        assertEquals(InferenceException.Kind.INTERNAL,
                gatherer.run(List.of(item("one")), Deadline.none()).orElseThrow().kind());
        assertTrue(gatherer.run(List.of(), Deadline.none()).isEmpty(), "nothing is done at once");
    }

    @Test
    void runsEveryItemOnceUnderLoad() throws Exception {
        AtomicInteger count = new AtomicInteger();
        Limits limits = Limits.ofDefaults().toBuilder().batchRows(16).concurrency(3).queue(1000).build();
        ItemGatherer gatherer = new ItemGatherer(limits, (items, deadline) -> {
            count.addAndGet(items.size());
            return items.stream().anyMatch(item -> item.itemId().endsWith("7"))
                    ? new TriggerResult.BatchResult(items.stream().filter(item -> item.itemId().endsWith("7"))
                            .map(item -> new TriggerResult.ItemFailure(item.itemId(),
                                    InferenceException.unavailable(item.itemId(), "busy", null)))
                            .toList())
                    : new TriggerResult.Acknowledged();
        });
        List<Callable<Boolean>> calls = IntStream.range(0, 5000).mapToObj(i -> (Callable<Boolean>) () -> {
            Optional<InferenceException> failure = gatherer.run(List.of(item("i" + i)), Deadline.none());
            return i % 10 == 7 ? failure.orElseThrow().culprit().equals("i" + i) : failure.isEmpty();
        }).toList();
        ExecutorService many = Executors.newFixedThreadPool(64);
        try {
            for (Future<Boolean> call : many.invokeAll(calls)) {
                assertTrue(call.get(), "an answer is its own");
            }
        } finally {
            many.shutdown();
        }
        assertEquals(5000, count.get());
    }
}
