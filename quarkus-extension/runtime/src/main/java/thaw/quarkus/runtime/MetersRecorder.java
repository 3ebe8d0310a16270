package thaw.quarkus.runtime;

import io.micrometer.core.instrument.Metrics;
import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.annotations.Recorder;

/** Counts by Micrometer; recorded only where the application has it. */
@Recorder
public class MetersRecorder {

    /** Who counts. */
    public RuntimeValue<CallTelemetry> meters() {
        return new RuntimeValue<>(new Meters(Metrics.globalRegistry));
    }
}
