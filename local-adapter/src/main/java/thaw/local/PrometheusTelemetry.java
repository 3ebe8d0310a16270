package thaw.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import thaw.InferenceException;
import thaw.ModelId;
import thaw.TriggerKind;
import thaw.telemetry.LoadPhases;
import thaw.telemetry.Telemetry;

/** What the pipeline does, in Prometheus' text format. Each has a registry of its own. Thread-safe. */
public final class PrometheusTelemetry implements Telemetry {

    /** Of {@link #text()}. */
    static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private static final double NANOS = 1e-9;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter inputs = Counter.builder().name("thaw_inputs_total")
            .help("Inputs by what became of them.").labelNames("trigger", "model", "outcome")
            .register(registry);
    private final Counter errors = Counter.builder().name("thaw_errors_total")
            .help("Inputs that failed, by kind.").labelNames("trigger", "model", "kind").register(registry);
    private final Histogram latency = Histogram.builder().name("thaw_latency_seconds")
            .help("From an input's arrival to its outcome.").unit(Unit.SECONDS).classicOnly()
            .classicUpperBounds(0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25,
                    0.5, 1, 2.5, 5, 10, 30)
            .labelNames("trigger", "model").register(registry);
    private final Histogram runSeconds = Histogram.builder().name("thaw_model_run_seconds")
            .help("Model runs.").unit(Unit.SECONDS).classicOnly()
            .classicUpperBounds(0.00001, 0.0001, 0.001, 0.01, 0.1, 1, 10)
            .labelNames("model", "version").register(registry);
    private final Histogram rows = Histogram.builder().name("thaw_batch_rows").help("Rows of a model run.")
            .classicOnly().classicUpperBounds(1, 2, 4, 8, 16, 32, 64, 128, 256)
            .labelNames("model", "version").register(registry);
    private final Gauge loadSeconds = Gauge.builder().name("thaw_model_load_seconds")
            .help("How long each phase of the last load took.").unit(Unit.SECONDS)
            .labelNames("model", "version", "phase").register(registry);
    private final Gauge loaded = Gauge.builder().name("thaw_models_loaded")
            .help("Whether a version is in memory.").labelNames("model", "version").register(registry);
    private final Gauge waiting = Gauge.builder().name("thaw_queue_depth")
            .help("Requests that wait for a model run.").register(registry);

    /** Nothing counted yet. */
    public PrometheusTelemetry() {
        GaugeWithCallback.builder().name("process_resident_memory_bytes").unit(Unit.BYTES)
                .help("Resident memory of the process; absent where the system does not tell.")
                .callback(PrometheusTelemetry::residentMemory).register(registry);
    }

    // Second field of statm, in pages; only Linux has it.
    private static void residentMemory(GaugeWithCallback.Callback callback) {
        Path statm = Path.of("/proc/self/statm");
        try {
            if (Files.exists(statm)) {
                callback.call(Long.parseLong(Files.readString(statm).split(" ")[1]) * 4096.0);
            }
        } catch (IOException absent) {
            // Then the metric is absent, as its help says.
        }
    }

    @Override
    public void finished(TriggerKind trigger, String model, Outcome outcome, InferenceException.Kind failure,
            long nanos) {
        inputs.labelValues(lower(trigger), model, lower(outcome)).inc();
        if (failure != null) {
            errors.labelValues(lower(trigger), model, lower(failure)).inc();
        }
        latency.labelValues(lower(trigger), model).observe(nanos * NANOS);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void modelRun(ModelId model, long count, long nanos) {
        rows.labelValues(model.name(), model.version()).observe(count);
        runSeconds.labelValues(model.name(), model.version()).observe(nanos * NANOS);
    }

    @Override
    public void modelLoaded(ModelId model, LoadPhases phases) {
        loaded.labelValues(model.name(), model.version()).set(1);
        phases.nanos().forEach((phase, nanos) -> loadSeconds
                .labelValues(model.name(), model.version(), phase).set(nanos * NANOS));
    }

    @Override
    public void modelReleased(ModelId model) {
        loaded.labelValues(model.name(), model.version()).set(0);
    }

    @Override
    public void queueDepth(int depth) {
        waiting.set(depth);
    }

    /** All metrics, in UTF-8. */
    public byte[] text() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
        try {
            PrometheusTextFormatWriter.create().write(out, registry.scrape(), EscapingScheme.DEFAULT);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }
}
