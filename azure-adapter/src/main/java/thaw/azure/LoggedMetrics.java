package thaw.azure;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import thaw.InferenceException;
import thaw.ModelId;
import thaw.TriggerKind;
import thaw.telemetry.LoadPhases;
import thaw.telemetry.StructuredLog;
import thaw.telemetry.Telemetry;

/**
 * Metrics as log lines, one per model and invocation, without a call to any service: counts {@code Ok}, {@code Duplicate},
 * {@code Poison}, {@code Retry}, {@code Rows}, {@code ModelRuns}; milliseconds summed up {@code Latency}, {@code ModelRun},
 * {@code ModelLoad}. Thread-safe.
 */
final class LoggedMetrics implements Telemetry {

    private static final double NANOS_A_MILLI = 1e6;

    private final Map<String, Map<String, Double>> byModel = new LinkedHashMap<>();

    @Override
    public void finished(TriggerKind trigger, String model, Outcome outcome, InferenceException.Kind failure,
            long nanos) {
        String name = outcome.name().charAt(0) + outcome.name().substring(1).toLowerCase(Locale.ROOT);
        add(model, name, 1);
        add(model, "Latency", nanos / NANOS_A_MILLI);
    }

    @Override
    public void modelRun(ModelId model, long rows, long nanos) {
        add(model.name(), "ModelRuns", 1);
        add(model.name(), "Rows", rows);
        add(model.name(), "ModelRun", nanos / NANOS_A_MILLI);
    }

    @Override
    public void modelLoaded(ModelId model, LoadPhases phases) {
        add(model.name(), "ModelLoad", phases.total() / NANOS_A_MILLI);
    }

    private synchronized void add(String model, String metric, double value) {
        byModel.computeIfAbsent(model.isEmpty() ? "none" : model, first -> new LinkedHashMap<>()).merge(
                metric,
                value, Double::sum);
    }

    /** Writes what was counted since the last time. */
    void flush(StructuredLog log) {
        Map<String, Map<String, Double>> counted;
        synchronized (this) {
            counted = new LinkedHashMap<>(byModel);
            byModel.clear();
        }
        counted.forEach((model, values) -> {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("model", model);
            line.putAll(values);
            log.log(StructuredLog.Level.INFO, "metrics", line);
        });
    }
}
