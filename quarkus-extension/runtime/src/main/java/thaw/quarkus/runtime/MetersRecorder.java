package thaw.quarkus.runtime;

import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.annotations.Recorder;

/**
 * Counts by Micrometer; recorded only where the application has it. The build reads this class in every application, so
 * nothing of Micrometer may stand in it.
 */
@Recorder
public class MetersRecorder {

    /** Who counts. */
    public RuntimeValue<CallTelemetry> meters() {
        return new RuntimeValue<>(Meters.ofApplication());
    }
}
