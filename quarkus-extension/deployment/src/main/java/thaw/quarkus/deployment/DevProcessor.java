package thaw.quarkus.deployment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.quarkus.deployment.IsLocalDevelopment;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.ApplicationArchivesBuildItem;
import io.quarkus.deployment.builditem.HotDeploymentWatchedFileBuildItem;
import io.quarkus.deployment.pkg.builditem.CurateOutcomeBuildItem;
import io.quarkus.devui.spi.JsonRPCProvidersBuildItem;
import io.quarkus.devui.spi.page.CardPageBuildItem;
import io.quarkus.devui.spi.page.Page;
import thaw.quarkus.runtime.ThawBuildConfig;
import thaw.quarkus.runtime.dev.ModelsJsonRpc;

/** Dev mode: a changed model restarts the application, and a card in the Dev UI shows and tries what there is. */
final class DevProcessor {

    private static final List<String> PARTS = List.of("model.json", "labels.txt", "manifest.json");

    /** Watched whether the models are good or not, so that the next save mends what this one broke. */
    @BuildStep(onlyIf = IsLocalDevelopment.class)
    void watch(ThawBuildConfig config, CurateOutcomeBuildItem application,
            ApplicationArchivesBuildItem archives,
            BuildProducer<HotDeploymentWatchedFileBuildItem> watched) throws IOException {
        Optional<Path> found = ModelSearch.of(config, application.getApplicationModel(), archives).found();
        if (found.isEmpty()) {
            return;
        }
        try (Stream<Path> paths = Files.walk(found.get())) {
            for (Path path : paths.toList()) {
                if (Files.isRegularFile(path)) {
                    watched.produce(file(path));
                } else {
                    PARTS.stream().map(path::resolve).filter(Files::notExists)
                            .forEach(missing -> watched.produce(file(missing)));
                }
            }
        }
    }

    private static HotDeploymentWatchedFileBuildItem file(Path path) {
        return HotDeploymentWatchedFileBuildItem.builder()
                .setLocation(path.toAbsolutePath().normalize().toString())
                .setRestartNeeded(true).build();
    }

    @BuildStep(onlyIf = IsLocalDevelopment.class)
    void card(Optional<ModelsBuildItem> models, BuildProducer<CardPageBuildItem> cards) {
        if (models.isEmpty()) {
            return;
        }
        CardPageBuildItem card = new CardPageBuildItem();
        card.addPage(Page.webComponentPageBuilder().title("Models").icon("font-awesome-solid:brain")
                .componentLink("qwc-thaw-models.js")
                .staticLabel(Integer.toString(models.get().names().size())));
        cards.produce(card);
    }

    // Whether there are models or not: those are found in an index that these methods are part of.
    @BuildStep(onlyIf = IsLocalDevelopment.class)
    JsonRPCProvidersBuildItem methods() {
        return new JsonRPCProvidersBuildItem(ModelsJsonRpc.class);
    }
}
