package thaw.quarkus.runtime;

import thaw.InferenceException;
import thaw.telemetry.Telemetry;

/** Hears also of the calls that an application makes itself, past every trigger. Thread-safe. */
public interface CallTelemetry extends Telemetry {

    /** Hears nothing. */
    CallTelemetry NONE = new CallTelemetry() {};

    /**
     * A model was called.
     *
     * @param model   its name
     * @param failure why it failed, or null if it did not
     * @param nanos   how long the caller waited
     */
    default void called(String model, InferenceException.Kind failure, long nanos) {}
}
