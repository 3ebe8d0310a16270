package thaw.hosting;

import java.util.Map;
import java.util.Objects;

import thaw.InferenceException;
import thaw.ModelId;
import thaw.TriggerKind;
import thaw.telemetry.LoadPhases;
import thaw.telemetry.Telemetry;

/** Remembers how the last model was loaded, and passes everything on. Thread-safe. */
final class LoadWatch implements Telemetry {

    private final Telemetry listener;
    private volatile LoadPhases last = new LoadPhases(Map.of());

    LoadWatch(Telemetry listener) {
        this.listener = Objects.requireNonNull(listener, "listener");
    }

    /** The phases of the last load. */
    LoadPhases last() {
        return last;
    }

    @Override
    public void modelLoaded(ModelId model, LoadPhases phases) {
        last = phases;
        listener.modelLoaded(model, phases);
    }

    @Override
    public void finished(TriggerKind trigger, String model, Outcome outcome, InferenceException.Kind failure,
            long nanos) {
        listener.finished(trigger, model, outcome, failure, nanos);
    }

    @Override
    public void modelRun(ModelId model, long rows, long nanos) {
        listener.modelRun(model, rows, nanos);
    }

    @Override
    public void modelReleased(ModelId model) {
        listener.modelReleased(model);
    }

    @Override
    public void queueDepth(int waiting) {
        listener.queueDepth(waiting);
    }
}
