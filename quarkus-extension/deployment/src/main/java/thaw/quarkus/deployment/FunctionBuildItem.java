package thaw.quarkus.deployment;

import java.util.Objects;

import io.quarkus.builder.item.SimpleBuildItem;
import thaw.FunctionDefinition;

/** The function of the application, as its provider defines it. */
final class FunctionBuildItem extends SimpleBuildItem {

    private final FunctionDefinition<?, ?> definition;

    FunctionBuildItem(FunctionDefinition<?, ?> definition) {
        this.definition = Objects.requireNonNull(definition, "definition");
    }

    FunctionDefinition<?, ?> definition() {
        return definition;
    }
}
