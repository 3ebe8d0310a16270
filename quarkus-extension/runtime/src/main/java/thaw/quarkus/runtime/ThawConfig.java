package thaw.quarkus.runtime;

import java.nio.file.Path;
import java.util.Optional;

import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What is decided when the application starts. */
@ConfigMapping(prefix = "quarkus.thaw")
@ConfigRoot(phase = ConfigPhase.RUN_TIME)
public interface ThawConfig {

    /**
     * When models are loaded and primed: {@code eager}, while the application starts, which fails if one of them cannot
     * be; {@code lazy}, with the first call.
     */
    @WithDefault("eager")
    Load load();

    /**
     * Where the models are, instead of those that were packaged with the application. They must have the same names.
     */
    Optional<Path> folder();

    /**
     * The most that models may take together, by an estimate of twice their files; without it, half of the memory of the
     * process.
     */
    Optional<MemorySize> memory();

    /** When models are loaded. */
    enum Load {
        /** While the application starts. */
        EAGER,
        /** With the first call. */
        LAZY
    }
}
