package thaw.quarkus.deployment;

import java.nio.file.Path;
import java.util.Optional;

import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.ApplicationArchivesBuildItem;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.pkg.builditem.CurateOutcomeBuildItem;
import thaw.model.ModelRepository;
import thaw.quarkus.runtime.ThawBuildConfig;

/** Finds the models of an application. */
final class ModelsProcessor {

    @BuildStep
    FeatureBuildItem feature() {
        return new FeatureBuildItem("thaw");
    }

    @BuildStep
    void models(ThawBuildConfig config, CurateOutcomeBuildItem application,
            ApplicationArchivesBuildItem archives,
            BuildProducer<ModelsBuildItem> models) {
        Optional<Path> found = ModelSearch.of(config, application.getApplicationModel(), archives).found();
        found.ifPresent(path -> models.produce(new ModelsBuildItem(path, ModelRepository.open(path))));
    }
}
