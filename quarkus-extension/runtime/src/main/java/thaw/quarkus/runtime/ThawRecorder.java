package thaw.quarkus.runtime;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

import io.quarkus.arc.SyntheticCreationalContext;
import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.ShutdownContext;
import io.quarkus.runtime.annotations.Recorder;
import thaw.Model;
import thaw.Models;
import thaw.model.ModelRepository;

/** What the build tells the application to do with its models. */
@Recorder
public class ThawRecorder {

    private final RuntimeValue<ThawConfig> config;

    /** With the configuration of the start. */
    public ThawRecorder(RuntimeValue<ThawConfig> config) {
        this.config = config;
    }

    /**
     * Opens the models, and begins to load them.
     *
     * @param folder    that holds them, in dev mode and in tests; else it is looked for
     * @param telemetry who counts
     * @param shutdown  closes them
     */
    public RuntimeValue<HostedModels> open(Optional<String> folder, RuntimeValue<CallTelemetry> telemetry,
            ShutdownContext shutdown) {
        Path place = config.getValue().folder().or(() -> folder.map(Path::of)).orElseGet(ModelPlace::find);
        HostedModels models = HostedModels.open(ModelRepository.open(place), config.getValue(),
                telemetry == null ? CallTelemetry.NONE : telemetry.getValue());
        shutdown.addShutdownTask(models::close);
        return new RuntimeValue<>(models);
    }

    /** Waits until they are loaded; a failed load fails the start. */
    public void await(RuntimeValue<HostedModels> models) {
        models.getValue().await();
    }

    /** Makes the bean of a model. */
    public Function<SyntheticCreationalContext<Model>, Model> model(RuntimeValue<HostedModels> models,
            String name) {
        return context -> new HostedModel(models.getValue(), name);
    }

    /** Makes the bean of all models. */
    public Function<SyntheticCreationalContext<Models>, Models> models(RuntimeValue<HostedModels> models) {
        return context -> models.getValue().models();
    }
}
