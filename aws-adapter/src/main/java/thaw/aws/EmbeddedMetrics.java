package thaw.aws;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import thaw.InferenceException;
import thaw.ModelId;
import thaw.TriggerKind;
import thaw.json.Json;
import thaw.telemetry.LoadPhases;
import thaw.telemetry.Telemetry;

/**
 * Metrics in CloudWatch's embedded format: one line per model and flush in the log, without a call to any service.
 * Namespace {@code Thaw}, dimensions {@code function} and {@code model}; counts {@code Ok}, {@code Duplicate},
 * {@code Poison}, {@code Retry}, {@code Rows}; milliseconds {@code Latency}, {@code ModelRun}, {@code ModelLoad}.
 * Thread-safe.
 */
final class EmbeddedMetrics implements Telemetry {

    // CloudWatch takes a hundred values of a metric in one line.
    private static final int MOST_VALUES = 100;
    private static final double NANOS_A_MILLI = 1e6;

    /** A metric's values since the last flush: of a count their sum, of a time each. */
    private static final class Series {
        private final String unit;
        private final List<Double> values = new ArrayList<>();

        Series(String unit) {
            this.unit = unit;
        }

        void add(double value) {
            if (unit.equals("Count") && !values.isEmpty()) {
                values.set(0, values.get(0) + value);
            } else {
                values.add(value);
            }
        }
    }

    private final PrintStream out;
    private final String function;
    private final Map<String, Map<String, Series>> byModel = new LinkedHashMap<>();

    EmbeddedMetrics(PrintStream out, String function) {
        this.out = out;
        this.function = function;
    }

    @Override
    public void finished(TriggerKind trigger, String model, Outcome outcome, InferenceException.Kind failure,
            long nanos) {
        String name = outcome.name().charAt(0) + outcome.name().substring(1).toLowerCase(Locale.ROOT);
        add(model, name, "Count", 1);
        add(model, "Latency", "Milliseconds", nanos / NANOS_A_MILLI);
    }

    @Override
    public void modelRun(ModelId model, long rows, long nanos) {
        add(model.name(), "Rows", "Count", rows);
        add(model.name(), "ModelRun", "Milliseconds", nanos / NANOS_A_MILLI);
    }

    @Override
    public void modelLoaded(ModelId model, LoadPhases phases) {
        add(model.name(), "ModelLoad", "Milliseconds", phases.total() / NANOS_A_MILLI);
    }

    private synchronized void add(String model, String metric, String unit, double value) {
        Series series = byModel.computeIfAbsent(model, first -> new LinkedHashMap<>())
                .computeIfAbsent(metric, first -> new Series(unit));
        series.add(value);
        if (series.values.size() >= MOST_VALUES) {
            flush();
        }
    }

    /** Writes what was counted since the last time. */
    synchronized void flush() {
        byModel.forEach((model, metrics) -> out.println(Json.text(line(model, metrics))));
        byModel.clear();
    }

    private Map<String, Object> line(String model, Map<String, Series> metrics) {
        List<Object> definitions = new ArrayList<>();
        Map<String, Object> values = new LinkedHashMap<>();
        metrics.forEach((name, series) -> {
            definitions.add(Map.of("Name", name, "Unit", series.unit));
            values.put(name, series.values.size() == 1 ? series.values.get(0) : List.copyOf(series.values));
        });
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("_aws", Map.of("Timestamp", System.currentTimeMillis(), "CloudWatchMetrics",
                List.of(Map.of("Namespace", "Thaw", "Dimensions", List.of(List.of("function", "model")),
                        "Metrics", definitions))));
        line.put("function", function);
        line.put("model", model.isEmpty() ? "none" : model);
        line.putAll(values);
        return line;
    }
}
