package thaw.hosting;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import thaw.InferenceException;
import thaw.run.ResultRecord;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ParallelPutsTest {

    private final List<String> stored = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger tried = new AtomicInteger();

    private void put(ResultRecord record) {
        tried.incrementAndGet();
        if (record.key().eventId().endsWith("bad")) {
            throw InferenceException.unavailable("table", "throttled", null);
        }
        stored.add(record.key().eventId());
    }

    @Test
    void storesSeveralAtATime() {
        CyclicBarrier together = new CyclicBarrier(ParallelPuts.CONNECTIONS);
        try (ParallelPuts puts = new ParallelPuts("table", record -> await(together))) {
            List<ResultRecord> records = IntStream.range(0, ParallelPuts.CONNECTIONS)
                    .mapToObj(i -> Results.predicted("e" + i, "")).toList();
            assertEquals(Map.of(), puts.store(records));
        }
    }

    @Test
    void keepsTheOrderOfAKeyAndTriesNothingBehindItsFailure() {
        try (ParallelPuts puts = new ParallelPuts("table", this::put)) {
            Map<Integer, InferenceException> failures = puts.store(Results.keyed("a/1", "b/1", "a/2-bad",
                    "b/2", "a/3", "b/3", "c/1", "a/4"));
            assertEquals(Set.of(2, 4, 7), failures.keySet());
        }
        assertEquals(List.of("b/1", "b/2", "b/3"),
                stored.stream().filter(event -> event.startsWith("b")).toList());
        assertEquals(Set.of("a/1", "b/1", "b/2", "b/3", "c/1"), Set.copyOf(stored));
    }

    @Test
    void leavesAPlaceAloneThatKeepsFailing() {
        List<ResultRecord> records = IntStream.range(0, 1000)
                .mapToObj(i -> Results.predicted(i + "bad", "")).toList();
        try (ParallelPuts puts = new ParallelPuts("table", this::put)) {
            assertEquals(1000, puts.store(records).size());
        }
        assertTrue(tried.get() < 3 * ParallelPuts.CONNECTIONS, "tried " + tried);
    }

    @Test
    void makesADefectOfAPlaceWorthAnotherTry() {
        try (ParallelPuts puts = new ParallelPuts("table", record -> {
            throw new IllegalStateException("defect");
        })) {
            InferenceException failure = puts.store(Results.keyed("a/1")).get(0);
            assertTrue(failure.retryable());
            assertEquals("table: not stored: defect", failure.getMessage());
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new IllegalStateException("the others did not come: " + failure, failure);
        }
    }
}
