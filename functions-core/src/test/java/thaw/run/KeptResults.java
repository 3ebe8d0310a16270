package thaw.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import thaw.InferenceException;
import thaw.Sink;

/** Sinks in memory that keep what they are given, in order, and fail on demand as a store does. */
final class KeptResults implements SinkConnector {

    /** One sink. */
    static final class Kept implements SinkWriter {
        final Map<ResultKey, ResultRecord> records = new LinkedHashMap<>();
        private final boolean recognises;
        Predicate<ResultRecord> fails = record -> false;
        boolean unreachable;
        boolean closed;

        private Kept(boolean recognises) {
            this.recognises = recognises;
        }

        @Override
        public Map<Integer, InferenceException> store(List<ResultRecord> given) {
            requireReachable();
            Map<Integer, InferenceException> failures = new HashMap<>();
            List<String> failedKeys = new ArrayList<>();
            for (int i = 0; i < given.size(); i++) {
                ResultRecord record = given.get(i);
                boolean behind = !record.orderingKey().isEmpty() && failedKeys.contains(record.orderingKey());
                if (behind || fails.test(record)) {
                    failedKeys.add(record.orderingKey());
                    failures.put(i, InferenceException.unavailable("store", "throttled", null));
                } else {
                    records.putIfAbsent(record.key(), record);
                }
            }
            return failures;
        }

        @Override
        public boolean recognisesDuplicates() {
            return recognises;
        }

        @Override
        public Set<ResultKey> stored(Collection<ResultKey> keys) {
            requireReachable();
            return keys.stream().filter(records::containsKey).collect(Collectors.toSet());
        }

        private void requireReachable() {
            if (unreachable) {
                throw InferenceException.unavailable("store", "connection refused", null);
            }
        }

        @Override
        public void close() {
            closed = true;
        }

        List<String> eventIds() {
            return records.keySet().stream().map(ResultKey::eventId).toList();
        }
    }

    private final Map<String, Kept> byName = new HashMap<>();

    Kept sink(String name) {
        return byName.get(name);
    }

    @Override
    public SinkWriter connect(Sink sink) {
        return byName.computeIfAbsent(sink.name(), name -> new Kept(sink instanceof Sink.ToTable));
    }
}
