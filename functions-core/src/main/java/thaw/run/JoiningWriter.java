package thaw.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;

import thaw.InferenceException;

/**
 * Joins concurrent calls into one, as a database's group commit does: whoever finds the writer free stores what waits,
 * in the order of arrival, so that many callers with one record each cost one transaction. Thread-safe.
 */
public final class JoiningWriter implements SinkWriter {

    private record Waiting(List<ResultRecord> records,
            CompletableFuture<Map<Integer, InferenceException>> stored) {}

    private static final int MOST_RECORDS = 1000;

    private final SinkWriter writer;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private final ReentrantLock turn = new ReentrantLock();

    /** Joins calls to that writer. */
    public JoiningWriter(SinkWriter writer) {
        this.writer = writer;
    }

    @Override
    public Map<Integer, InferenceException> store(List<ResultRecord> records) {
        Waiting own = new Waiting(records, new CompletableFuture<>());
        synchronized (waiting) {
            waiting.add(own);
        }
        turn.lock();
        try {
            while (!own.stored().isDone()) {
                storeTogether(next());
            }
        } finally {
            turn.unlock();
        }
        try {
            return own.stored().join();
        } catch (CompletionException failed) {
            throw InferenceException.of(failed.getCause(), "sink");
        }
    }

    /** How many calls wait for their turn. */
    int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    private List<Waiting> next() {
        List<Waiting> group = new ArrayList<>();
        int records = 0;
        synchronized (waiting) {
            while (!waiting.isEmpty() && records < MOST_RECORDS) {
                Waiting first = waiting.remove();
                records += first.records().size();
                group.add(first);
            }
        }
        return group;
    }

    private void storeTogether(List<Waiting> group) {
        List<ResultRecord> all = new ArrayList<>();
        group.forEach(member -> all.addAll(member.records()));
        try {
            Map<Integer, InferenceException> failures = writer.store(all);
            int from = 0;
            for (Waiting member : group) {
                member.stored().complete(part(failures, from, member.records().size()));
                from += member.records().size();
            }
        } catch (RuntimeException | Error failure) {
            group.forEach(member -> member.stored().completeExceptionally(failure));
        }
    }

    private static Map<Integer, InferenceException> part(Map<Integer, InferenceException> failures, int from,
            int size) {
        Map<Integer, InferenceException> own = new HashMap<>();
        for (int i = 0; i < size; i++) {
            InferenceException failure = failures.get(from + i);
            if (failure != null) {
                own.put(i, failure);
            }
        }
        return own;
    }

    @Override
    public boolean recognisesDuplicates() {
        return writer.recognisesDuplicates();
    }

    @Override
    public Set<ResultKey> stored(Collection<ResultKey> keys) {
        return writer.stored(keys);
    }

    @Override
    public void close() {
        writer.close();
    }
}
