package thaw.hosting;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import thaw.InferenceException;
import thaw.run.ResultRecord;

/**
 * Stores results by one request each, several at a time, but those of one ordering key one after the other and nothing
 * behind a failed one. When many failed, the rest is not tried: a place that is too busy is not made less so. Thread-safe.
 */
public final class ParallelPuts implements AutoCloseable {

    /** Requests side by side, of all callers together and one more for each. */
    static final int CONNECTIONS = 8;

    private static final int MOST_FAILURES = CONNECTIONS;
    private static final long IDLE_SECONDS = 10;

    /** Stores one result. */
    @FunctionalInterface
    public interface Put {

        /**
         * Returns when it is durable, or was stored before.
         *
         * @throws InferenceException unavailable, if it is not
         */
        void store(ResultRecord record);
    }

    private final String place;
    private final Put put;
    private final ThreadPoolExecutor helpers;

    /**
     * Results by that request.
     *
     * @param place for messages
     */
    public ParallelPuts(String place, Put put) {
        this.place = Objects.requireNonNull(place, "place");
        this.put = Objects.requireNonNull(put, "put");
        this.helpers = new ThreadPoolExecutor(CONNECTIONS - 1, CONNECTIONS - 1, IDLE_SECONDS,
                TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::daemon);
        helpers.allowCoreThreadTimeOut(true);
    }

    private Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "sink " + place);
        thread.setDaemon(true);
        return thread;
    }

    /** As {@link thaw.run.SinkWriter#store}. */
    public Map<Integer, InferenceException> store(List<ResultRecord> records) {
        Call call = new Call(records);
        int workers = Math.min(CONNECTIONS, call.lanes.size());
        for (int i = 1; i < workers; i++) {
            helpers.execute(call::work);
        }
        call.work();
        call.await();
        return call.failures;
    }

    /** Lets the threads go. */
    @Override
    public void close() {
        helpers.shutdown();
    }

    /** The records of one caller, in lanes: what is in one lane is stored in its order. */
    private final class Call {
        private final List<ResultRecord> records;
        private final Queue<List<Integer>> lanes;
        private final CountDownLatch open;
        private final AtomicInteger failed = new AtomicInteger();
        private final Map<Integer, InferenceException> failures = new ConcurrentHashMap<>();

        Call(List<ResultRecord> records) {
            this.records = records;
            this.lanes = new ConcurrentLinkedQueue<>(lanes(records));
            this.open = new CountDownLatch(lanes.size());
        }

        private static Collection<List<Integer>> lanes(List<ResultRecord> records) {
            Map<Object, List<Integer>> lanes = new LinkedHashMap<>();
            for (int i = 0; i < records.size(); i++) {
                String key = records.get(i).orderingKey();
                lanes.computeIfAbsent(key.isEmpty() ? i : key, first -> new ArrayList<>(1)).add(i);
            }
            return lanes.values();
        }

        /** Stores lane after lane until none is left; helpers and the caller do the same. */
        void work() {
            for (List<Integer> lane = lanes.poll(); lane != null; lane = lanes.poll()) {
                try {
                    store(lane);
                } finally {
                    open.countDown();
                }
            }
        }

        private void store(List<Integer> lane) {
            Optional<InferenceException> cause = failed.get() < MOST_FAILURES ? Optional.empty()
                    : Optional.of(InferenceException.unavailable(place,
                            "not tried after " + MOST_FAILURES + " failures", null));
            for (int index : lane) {
                if (cause.isEmpty()) {
                    cause = failure(records.get(index));
                }
                cause.ifPresent(failure -> failures.put(index, failure));
            }
        }

        private Optional<InferenceException> failure(ResultRecord record) {
            try {
                put.store(record);
                return Optional.empty();
            } catch (RuntimeException | Error failure) {
                failed.incrementAndGet();
                return Optional.of(failure instanceof InferenceException known && known.retryable() ? known
                        : InferenceException.unavailable(place, "not stored: " + failure.getMessage(),
                                failure));
            }
        }

        void await() {
            try {
                open.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw InferenceException.unavailable(place, "the function is being stopped", stopped);
            }
        }
    }
}
