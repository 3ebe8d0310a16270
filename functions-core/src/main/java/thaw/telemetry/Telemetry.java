package thaw.telemetry;

import thaw.InferenceException;
import thaw.ModelId;
import thaw.TriggerKind;

/**
 * Hears what the pipeline does. Called on the hot path by many threads: implementations are thread-safe, quick, and
 * throw nothing.
 */
public interface Telemetry {

    /** Hears nothing. */
    Telemetry NONE = new Telemetry() {};

    /** What became of one input. */
    enum Outcome {
        /** Answered or stored. */
        OK,
        /** Stored before: acknowledged without another run. */
        DUPLICATE,
        /** Refused or set aside: can never succeed. */
        POISON,
        /** Failed for now: comes again. */
        RETRY
    }

    /**
     * One input has been answered, stored, set aside or given back.
     *
     * @param trigger what brought it
     * @param model   its model, or the name asked for
     * @param outcome what became of it
     * @param failure why, or null if it succeeded
     * @param nanos   from arrival to outcome
     */
    default void finished(TriggerKind trigger, String model, Outcome outcome, InferenceException.Kind failure,
            long nanos) {}

    /** One model run of so many rows took so long. */
    default void modelRun(ModelId model, long rows, long nanos) {}

    /** A model was loaded and primed. */
    default void modelLoaded(ModelId model, LoadPhases phases) {}

    /** A model was released to make room or because the process ends. */
    default void modelReleased(ModelId model) {}

    /** The number of requests that wait for a model run changed. */
    default void queueDepth(int waiting) {}
}
