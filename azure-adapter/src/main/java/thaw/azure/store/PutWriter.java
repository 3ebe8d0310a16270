package thaw.azure.store;

import java.util.List;
import java.util.Map;

import thaw.InferenceException;
import thaw.hosting.ParallelPuts;
import thaw.run.ResultRecord;
import thaw.run.SinkWriter;

/** Stores results by one request each. */
abstract class PutWriter implements SinkWriter {

    private final ParallelPuts puts;

    PutWriter(String place) {
        this.puts = new ParallelPuts(place, this::put);
    }

    /**
     * Stores it, or finds it stored.
     *
     * @throws InferenceException if it is not
     */
    abstract void put(ResultRecord record);

    @Override
    public final Map<Integer, InferenceException> store(List<ResultRecord> records) {
        return puts.store(records);
    }

    @Override
    public final void close() {
        puts.close();
    }
}
