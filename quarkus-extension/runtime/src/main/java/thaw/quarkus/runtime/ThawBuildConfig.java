package thaw.quarkus.runtime;

import java.util.Optional;

import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What is decided when the application is built. */
@ConfigMapping(prefix = "quarkus.thaw")
@ConfigRoot(phase = ConfigPhase.BUILD_TIME)
public interface ThawBuildConfig {

    /**
     * The models: a repository {@code <model>/<version>/model.onnx}, a model's folder, a package, or a graph's file;
     * relative to the project. Without it, the first that exists of {@code src/main/models} and {@code models} in the
     * project, and {@code models} on the class path.
     */
    Optional<String> models();

    /**
     * Whether models are optimised when the application is packaged. In dev mode and in tests they never are.
     */
    @WithDefault("true")
    boolean optimise();

    /**
     * The processor whose native libraries are laid beside the packaged application: {@code linux-x64} or
     * {@code linux-arm64}. Without it, that of the machine that builds, if it runs Linux.
     */
    Optional<String> architecture();

    /** Health checks. */
    Switch health();

    /** Meters. */
    Switch metrics();

    /** Whether something is there. */
    interface Switch {

        /**
         * Whether it is there, if the application has an extension for it.
         */
        @WithDefault("true")
        boolean enabled();
    }
}
