package thaw.quarkus.deployment;

import io.quarkus.builder.item.SimpleBuildItem;
import io.quarkus.runtime.RuntimeValue;
import thaw.quarkus.runtime.CallTelemetry;

/** Who counts in the running application. */
final class TelemetryBuildItem extends SimpleBuildItem {

    private final RuntimeValue<CallTelemetry> telemetry;

    TelemetryBuildItem(RuntimeValue<CallTelemetry> telemetry) {
        this.telemetry = telemetry;
    }

    RuntimeValue<CallTelemetry> telemetry() {
        return telemetry;
    }
}
