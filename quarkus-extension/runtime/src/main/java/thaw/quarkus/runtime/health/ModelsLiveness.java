package thaw.quarkus.runtime.health;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import thaw.quarkus.runtime.HostedModels;

/** Alive as long as the models are open: once they are closed, nothing but a new process brings them back. */
@Liveness
@ApplicationScoped
public class ModelsLiveness implements HealthCheck {

    private final HostedModels models;

    /** Of these models. */
    public ModelsLiveness(HostedModels models) {
        this.models = models;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("Thaw").status(models.open()).build();
    }
}
