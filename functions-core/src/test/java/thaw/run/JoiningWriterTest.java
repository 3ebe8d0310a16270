package thaw.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import thaw.InferenceException;
import thaw.ModelId;
import thaw.Payload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class JoiningWriterTest {

    private final AtomicInteger calls = new AtomicInteger();
    private final List<String> stored = new ArrayList<>();
    private final CountDownLatch firstIsIn = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @Test
    void storesWhatWaitsInOneCallAndTellsEachCallerItsOwnFailures() throws Exception {
        JoiningWriter writer = new JoiningWriter(this::storeSlowly);
        ExecutorService callers = Executors.newFixedThreadPool(21);
        List<Future<Map<Integer, InferenceException>>> answers = new ArrayList<>();
        answers.add(callers.submit(() -> writer.store(List.of(record("first")))));
        assertTrue(firstIsIn.await(10, TimeUnit.SECONDS));
        for (int i = 0; i < 20; i++) {
            String name = i % 5 == 0 ? "bad-" + i : "good-" + i;
            answers.add(
                    callers.submit(() -> writer.store(List.of(record(name), record("second-of-" + name)))));
        }
        while (!writerHasAllWaiting(writer)) {
            Thread.onSpinWait();
        }
        goOn.countDown();

        for (int i = 0; i < 20; i++) {
            Map<Integer, InferenceException> failures = answers.get(i + 1).get(10, TimeUnit.SECONDS);
            assertEquals(i % 5 == 0 ? Set.of(0) : Set.of(), failures.keySet());
        }
        callers.shutdown();
        assertEquals(2, calls.get());
        assertEquals(37, stored.size());
    }

    @Test
    void tellsEveryCallerThatNothingWasStored() {
        JoiningWriter writer = new JoiningWriter(records -> {
            throw InferenceException.unavailable("store", "down", null);
        });

        InferenceException failure = assertThrows(InferenceException.class,
                () -> writer.store(List.of(record("one"))));
        assertEquals(InferenceException.Kind.UNAVAILABLE, failure.kind());
    }

    private boolean writerHasAllWaiting(JoiningWriter writer) {
        return writer.waiting() == 20;
    }

    private Map<Integer, InferenceException> storeSlowly(List<ResultRecord> records) {
        calls.incrementAndGet();
        firstIsIn.countDown();
        await(goOn);
        Map<Integer, InferenceException> failures = new HashMap<>();
        for (int i = 0; i < records.size(); i++) {
            String id = records.get(i).key().eventId();
            if (id.startsWith("bad")) {
                failures.put(i, InferenceException.unavailable(id, "throttled", null));
            } else {
                stored.add(id);
            }
        }
        return failures;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static ResultRecord record(String eventId) {
        return new ResultRecord(new ResultKey(eventId, new ModelId("m", "1")), "f", "", eventId,
                ResultRecord.Status.PREDICTED, Map.of(), "", Duration.ZERO, Instant.EPOCH,
                Payload.ofText(""));
    }
}
