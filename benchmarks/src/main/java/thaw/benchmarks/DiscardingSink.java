package thaw.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import thaw.InferenceException;
import thaw.Sink;
import thaw.run.ResultRecord;
import thaw.run.SinkConnector;
import thaw.run.SinkWriter;

/** Counts results and keeps none; poison ends the measurement, because the sentences are all good. Thread-safe. */
final class DiscardingSink implements SinkConnector, SinkWriter {

    private final AtomicLong stored = new AtomicLong();

    @Override
    public SinkWriter connect(Sink sink) {
        return this;
    }

    @Override
    public Optional<Sink> deadLetter() {
        return Optional.empty();
    }

    @Override
    public Map<Integer, InferenceException> store(List<ResultRecord> records) {
        stored.addAndGet(records.size());
        return Map.of();
    }

    long stored() {
        return stored.get();
    }
}
