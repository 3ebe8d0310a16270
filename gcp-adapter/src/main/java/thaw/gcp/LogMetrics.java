package thaw.gcp;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import thaw.InferenceException;
import thaw.ModelId;
import thaw.TriggerKind;
import thaw.telemetry.LoadPhases;
import thaw.telemetry.StructuredLog;
import thaw.telemetry.Telemetry;

/**
 * Counts and times as lines {@code metrics} of the log, one per model and second at most, from which log-based metrics are
 * made. Nothing is sent: an instance without requests has no processor to send with. Thread-safe.
 */
final class LogMetrics implements Telemetry {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final double NANOS_A_MILLI = 1e6;

    /** What happened to one model since the last line. */
    private static final class Sums {
        private final Map<String, Long> counts = new LinkedHashMap<>();
        private long latency;
        private long slowest;
        private long items;
        private long running;
        private long runs;
        private long rows;

        Map<String, Object> fields(String model) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("model", model.isEmpty() ? "none" : model);
            fields.putAll(counts);
            if (items > 0) {
                fields.put("latency_ms_mean", latency / NANOS_A_MILLI / items);
                fields.put("latency_ms_max", slowest / NANOS_A_MILLI);
            }
            if (runs > 0) {
                fields.put("runs", runs);
                fields.put("rows", rows);
                fields.put("run_ms_mean", running / NANOS_A_MILLI / runs);
            }
            return fields;
        }
    }

    private final StructuredLog log;
    private final Map<String, Sums> byModel = new LinkedHashMap<>();
    private long flushed = System.nanoTime();

    LogMetrics(StructuredLog log) {
        this.log = log;
    }

    @Override
    public synchronized void finished(TriggerKind trigger, String model, Outcome outcome,
            InferenceException.Kind failure, long nanos) {
        Sums sums = sums(model);
        sums.counts.merge(outcome.name().toLowerCase(Locale.ROOT), 1L, Long::sum);
        sums.items++;
        sums.latency += nanos;
        sums.slowest = Math.max(sums.slowest, nanos);
    }

    @Override
    public synchronized void modelRun(ModelId model, long rows, long nanos) {
        Sums sums = sums(model.name());
        sums.runs++;
        sums.rows += rows;
        sums.running += nanos;
    }

    @Override
    public synchronized void modelLoaded(ModelId model, LoadPhases phases) {
        sums(model.name()).counts.merge("loaded", 1L, Long::sum);
    }

    private Sums sums(String model) {
        return byModel.computeIfAbsent(model, first -> new Sums());
    }

    /** Writes what there is if a second is over, or if nothing else is going on. */
    synchronized void flush(boolean idle) {
        long now = System.nanoTime();
        if (!byModel.isEmpty() && (idle || now - flushed > SECOND)) {
            byModel.forEach(
                    (model, sums) -> log.log(StructuredLog.Level.INFO, "metrics", sums.fields(model)));
            byModel.clear();
            flushed = now;
        }
    }
}
