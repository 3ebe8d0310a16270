package thaw.quarkus.deployment;

import java.util.Optional;

import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.metrics.MetricsCapabilityBuildItem;
import io.quarkus.runtime.metrics.MetricsFactory;
import io.quarkus.smallrye.health.deployment.spi.HealthBuildItem;
import thaw.quarkus.runtime.MetersRecorder;
import thaw.quarkus.runtime.ThawBuildConfig;

/** Health checks and meters, where the application has extensions for them. */
final class MonitoringProcessor {

    @BuildStep
    void health(ThawBuildConfig config, Optional<ModelsBuildItem> models,
            BuildProducer<HealthBuildItem> checks) {
        if (models.isPresent()) {
            boolean wanted = config.health().enabled();
            checks.produce(new HealthBuildItem("thaw.quarkus.runtime.health.ModelsReadiness", wanted));
            checks.produce(new HealthBuildItem("thaw.quarkus.runtime.health.ModelsLiveness", wanted));
        }
    }

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    TelemetryBuildItem meters(MetersRecorder recorder, ThawBuildConfig config,
            Optional<MetricsCapabilityBuildItem> metrics) {
        boolean micrometer = metrics.filter(found -> found.metricsSupported(MetricsFactory.MICROMETER))
                .isPresent();
        return micrometer && config.metrics().enabled() ? new TelemetryBuildItem(recorder.meters()) : null;
    }
}
