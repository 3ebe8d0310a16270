package thaw.quarkus.deployment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.ApplicationArchivesBuildItem;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.pkg.builditem.CurateOutcomeBuildItem;
import io.quarkus.runtime.configuration.ConfigurationException;
import org.eclipse.microprofile.config.ConfigProvider;
import thaw.FunctionDefinition;
import thaw.InferenceException;
import thaw.ModelId;
import thaw.ModelReference;
import thaw.Models;
import thaw.Payload;
import thaw.model.ModelCatalog;
import thaw.model.ModelRepository;
import thaw.onnx.OnnxModelRuntime;
import thaw.quarkus.runtime.ThawBuildConfig;

/** Finds the models of an application, loads each once, and holds its function against its model. */
final class ModelsProcessor {

    private static final String ELSEWHERE = "quarkus.thaw.folder";

    @BuildStep
    FeatureBuildItem feature() {
        return new FeatureBuildItem("thaw");
    }

    @BuildStep
    void models(ThawBuildConfig config, CurateOutcomeBuildItem application,
            ApplicationArchivesBuildItem archives,
            Optional<FunctionBuildItem> function, BuildProducer<ModelsBuildItem> models) {
        ModelSearch search = ModelSearch.of(config, application.getApplicationModel(), archives);
        Optional<FunctionDefinition<?, ?>> definition = function.map(FunctionBuildItem::definition);
        Optional<Path> found = search.found();
        if (found.isEmpty()) {
            definition.ifPresent(asking -> requireElsewhere(asking, search));
            return;
        }
        try {
            models.produce(checked(found.get(), definition));
        } catch (InferenceException unusable) {
            throw new ConfigurationException(unusable.getMessage(), unusable);
        }
    }

    /** A function may find its model where it runs, if it is told of that when it is built. */
    private static void requireElsewhere(FunctionDefinition<?, ?> function, ModelSearch search) {
        if (ConfigProvider.getConfig().getOptionalValue(ELSEWHERE, String.class).isEmpty()) {
            throw new ConfigurationException(
                    function + " has no model: " + search.nothing() + ", or " + ELSEWHERE
                            + " to say where it is when the application runs");
        }
    }

    private static ModelsBuildItem checked(Path path, Optional<FunctionDefinition<?, ?>> function) {
        ModelRepository repository = ModelRepository.open(path);
        List<String> names = repository.names();
        try (ModelCatalog catalog = ModelCatalog.of(repository, OnnxModelRuntime.ofDefaults()).open()) {
            for (String name : names) {
                for (String version : repository.choices(ModelReference.to(name))) {
                    catalog.lease(new ModelReference(name, version)).close();
                }
            }
            function.ifPresent(definition -> check(definition, repository, catalog));
        }
        Optional<String> standard = function.map(definition -> definition.model().name())
                .or(() -> names.size() == 1 ? Optional.of(names.get(0)) : Optional.empty());
        return new ModelsBuildItem(path, names, standard);
    }

    private static void check(FunctionDefinition<?, ?> definition, ModelRepository repository,
            Models models) {
        try {
            for (String version : repository.choices(definition.model())) {
                ModelId id = new ModelId(definition.model().name(), version);
                Optional<Payload> sample = repository.locate(id).warmup();
                try (Models.Lease lease = models.lease(new ModelReference(id.name(), version))) {
                    new FunctionCheck<>(definition, lease.loaded()).run(sample);
                }
            }
        } catch (InferenceException unfit) {
            throw new ConfigurationException(
                    definition + " does not fit the models of the application: " + unfit.getMessage(), unfit);
        }
    }
}
