package thaw.quarkus.deployment;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

import io.quarkus.deployment.IsProduction;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.nativeimage.NativeImageSystemPropertyBuildItem;
import io.quarkus.deployment.pkg.NativeConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import thaw.InferenceException;
import thaw.packaging.ApplicationFiles;

/** Says in one line what an executable cannot be made without, before anything is compiled for it. */
final class BuilderProcessor {

    private static final String HOME = "GRAALVM_HOME";
    private static final String PATH = "PATH";
    private static final String PROGRAM = "native-image";

    /** Nothing is produced; what could be comes before the executable. */
    @BuildStep(onlyIf = {IsProduction.class, ExecutableWanted.class})
    void require(NativeConfig config, BuildProducer<NativeImageSystemPropertyBuildItem> before) {
        if (config.remoteContainerBuild() || found(config)) {
            return;
        }
        try {
            ApplicationFiles.requireNativeBuilder(environment(config));
        } catch (InferenceException | IOException missing) {
            throw new ConfigurationException(missing.getMessage());
        }
    }

    /** Quarkus looks also where the JDK is and where programs are. */
    private static boolean found(NativeConfig config) {
        if (config.isExplicitContainerBuild() || config.graalvmHome().isPresent()) {
            return false;
        }
        Stream<Path> folders = Stream.of(System.getenv().getOrDefault(PATH, "").split(File.pathSeparator))
                .map(Path::of);
        return Stream.concat(Stream.of(config.javaHome().toPath().resolve("bin")), folders)
                .anyMatch(folder -> Files.isExecutable(folder.resolve(PROGRAM)));
    }

    private static Map<String, String> environment(NativeConfig config) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.remove(HOME);
        if (!config.isExplicitContainerBuild()) {
            config.graalvmHome().ifPresent(home -> environment.put(HOME, home));
        }
        return environment;
    }
}
