package thaw.quarkus.deployment;

import java.util.function.BooleanSupplier;

import io.quarkus.deployment.pkg.NativeConfig;

/** Whether the build makes a native executable. */
final class ExecutableWanted implements BooleanSupplier {

    private final NativeConfig config;

    ExecutableWanted(NativeConfig config) {
        this.config = config;
    }

    @Override
    public boolean getAsBoolean() {
        return config.enabled() && !config.sourcesOnly();
    }
}
