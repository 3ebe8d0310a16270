package thaw.quarkus.deployment;

import io.quarkus.builder.item.SimpleBuildItem;
import io.quarkus.runtime.RuntimeValue;
import thaw.quarkus.runtime.HostedModels;

/** The models of the running application. */
final class HostedBuildItem extends SimpleBuildItem {

    private final RuntimeValue<HostedModels> models;

    HostedBuildItem(RuntimeValue<HostedModels> models) {
        this.models = models;
    }

    RuntimeValue<HostedModels> models() {
        return models;
    }
}
