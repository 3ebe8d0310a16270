package thaw.quarkus.runtime;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tags;
import thaw.InferenceException;
import thaw.ModelId;
import thaw.TriggerKind;
import thaw.telemetry.LoadPhases;

/** What the models do, in Micrometer's meters, under the names that Thaw's own server has. Thread-safe. */
final class Meters implements CallTelemetry {

    private static final double NANOS = 1e-9;

    private final MeterRegistry registry;
    private final Map<Tags, AtomicLong> gauges = new ConcurrentHashMap<>();
    private final AtomicLong waiting = new AtomicLong();

    private Meters(MeterRegistry registry) {
        this.registry = registry;
        registry.gauge("thaw.queue.depth", waiting);
    }

    /** In the registry of the application. */
    static CallTelemetry ofApplication() {
        return new Meters(Metrics.globalRegistry);
    }

    @Override
    public void called(String model, InferenceException.Kind failure, long nanos) {
        count("call", model, failure == null ? "ok" : "error", failure, nanos);
    }

    @Override
    public void finished(TriggerKind trigger, String model, Outcome outcome, InferenceException.Kind failure,
            long nanos) {
        count(lower(trigger), model, lower(outcome), failure, nanos);
    }

    private void count(String trigger, String model, String outcome, InferenceException.Kind failure,
            long nanos) {
        Tags tags = Tags.of("trigger", trigger, "model", model);
        registry.counter("thaw.inputs", tags.and("outcome", outcome)).increment();
        if (failure != null) {
            registry.counter("thaw.errors", tags.and("kind", lower(failure))).increment();
        }
        registry.timer("thaw.latency", tags).record(nanos, TimeUnit.NANOSECONDS);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void modelRun(ModelId model, long rows, long nanos) {
        registry.summary("thaw.batch.rows", of(model)).record(rows);
        registry.timer("thaw.model.run", of(model)).record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void modelLoaded(ModelId model, LoadPhases phases) {
        phases.nanos()
                .forEach((phase, nanos) -> gauge("thaw.model.load.seconds", of(model).and("phase", phase),
                        NANOS).set(nanos));
        gauge("thaw.models.loaded", of(model), 1).set(1);
    }

    @Override
    public void modelReleased(ModelId model) {
        gauge("thaw.models.loaded", of(model), 1).set(0);
    }

    @Override
    public void queueDepth(int depth) {
        waiting.set(depth);
    }

    // The registry refers to what it shows weakly.
    private AtomicLong gauge(String name, Tags tags, double unit) {
        return gauges.computeIfAbsent(tags.and("gauge", name), missing -> {
            AtomicLong value = new AtomicLong();
            registry.gauge(name, tags, value, current -> current.get() * unit);
            return value;
        });
    }

    private static Tags of(ModelId model) {
        return Tags.of("model", model.name(), "version", model.version());
    }
}
