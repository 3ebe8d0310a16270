package thaw.quarkus.runtime;

import java.nio.file.Path;
import java.util.function.Function;

import io.quarkus.arc.SyntheticCreationalContext;
import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.ShutdownContext;
import io.quarkus.runtime.annotations.Recorder;
import thaw.FunctionDefinition;
import thaw.FunctionProviders;
import thaw.LoadedModel;
import thaw.Model;
import thaw.ModelReference;
import thaw.Models;
import thaw.Payload;
import thaw.Prediction;
import thaw.Predictor;
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
     * @param used      whether something wants them besides the function, which has them by itself
     * @param telemetry who counts
     * @param shutdown  closes them
     */
    public RuntimeValue<HostedModels> open(boolean used, RuntimeValue<CallTelemetry> telemetry,
            ShutdownContext shutdown) {
        Path place = config.getValue().folder().orElseGet(ModelPlace::find);
        HostedModels models = HostedModels.open(ModelRepository.open(place), config.getValue(), used,
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

    /** Makes the bean of what a model's package predicts without code. */
    public Function<SyntheticCreationalContext<Predictor<Payload, Prediction>>, Predictor<Payload, Prediction>> predictor(
            RuntimeValue<HostedModels> models, String name) {
        return context -> new HostedPredictor<>(models.getValue(), ModelReference.to(name),
                LoadedModel::packagePredictor);
    }

    /** Makes the bean of the predictor that the application's function defines. */
    public Function<SyntheticCreationalContext<Predictor<?, ?>>, Predictor<?, ?>> ownPredictor(
            RuntimeValue<HostedModels> models) {
        return context -> own(models.getValue(),
                FunctionProviders.only(Thread.currentThread().getContextClassLoader()));
    }

    private static <I, O> Predictor<I, O> own(HostedModels models, FunctionDefinition<I, O> definition) {
        return new HostedPredictor<>(models, definition.model(), definition.predictor());
    }
}
