package thaw.run;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

import thaw.InferenceException;

/** Writes results to one place. Thread-safe. */
public interface SinkWriter extends AutoCloseable {

    /**
     * Stores the records in their order, each key once: a record whose key is there already counts as stored. When this
     * returns, every record that is not among the failures is durable. A place that keeps an order gets nothing behind a
     * failed record of the same ordering key; that, too, is reported as failed.
     *
     * @return the failures by index into the list; empty if all are stored
     * @throws InferenceException if none was stored
     */
    Map<Integer, InferenceException> store(List<ResultRecord> records);

    /**
     * Whether {@link #stored} can tell what is stored. Such a sink is written after all others, so that a key it knows is
     * in every sink of the function.
     */
    default boolean recognisesDuplicates() {
        return false;
    }

    /**
     * Which of the keys are stored already, so that their items need no other run.
     *
     * @throws InferenceException unavailable, if that cannot be told just now
     */
    default Set<ResultKey> stored(Collection<ResultKey> keys) {
        return Set.of();
    }

    /** Flushes what is pending and lets go of connections. */
    @Override
    default void close() {}
}
