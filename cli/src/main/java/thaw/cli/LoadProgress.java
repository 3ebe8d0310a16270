package thaw.cli;

import java.util.function.Consumer;

import thaw.InferenceException;
import thaw.ModelId;
import thaw.TriggerKind;
import thaw.telemetry.LoadPhases;
import thaw.telemetry.Telemetry;

/** Tells a progress bar of each model that is loaded, and another listener of everything. */
record LoadProgress(Telemetry listener, Consumer<ModelId> loaded) implements Telemetry {

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
    public void modelLoaded(ModelId model, LoadPhases phases) {
        listener.modelLoaded(model, phases);
        loaded.accept(model);
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
