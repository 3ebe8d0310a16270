package thaw.quarkus.runtime.health;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import thaw.quarkus.runtime.HostedModels;

/** Ready when every model that is loaded at start is; one that is loaded by its first call never holds up traffic. */
@Readiness
@ApplicationScoped
public class ModelsReadiness implements HealthCheck {

    private final HostedModels models;

    /** Of these models. */
    public ModelsReadiness(HostedModels models) {
        this.models = models;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("Thaw models");
        models.states().forEach(answer::withData);
        return answer.status(models.ready()).build();
    }
}
