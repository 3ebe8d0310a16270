package thaw.quarkus.deployment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.quarkus.builder.Version;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.test.ProdBuildResults;
import io.quarkus.test.ProdModeTestResults;
import io.quarkus.test.QuarkusProdModeTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import thaw.Model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The application as it is deployed: models and libraries are files beside its jars. */
class PackagedApplicationTest {

    // Of what is on the class path of tests, the packaged application needs what it serves by.
    static final List<Dependency> MONITORING = List.of(ofQuarkus("quarkus-smallrye-health"),
            ofQuarkus("quarkus-micrometer"));

    @RegisterExtension
    static final QuarkusProdModeTest APPLICATION = new QuarkusProdModeTest()
            .withApplicationRoot(root -> root.addClass(Told.class)).setApplicationName("digits")
            .setForcedDependencies(MONITORING)
            .overrideConfigKey("quarkus.thaw.models", "../../samples/models/digits")
            .setRuntimeProperties(Map.of("quarkus.http.port", "0")).setRun(true);

    private static Dependency ofQuarkus(String artifact) {
        return Dependency.of("io.quarkus", artifact, Version.getVersion());
    }

    @ProdBuildResults
    private ProdModeTestResults built;

    /** Says what it sees, and where the libraries came from. */
    @ApplicationScoped
    public static class Told {

        void start(@Observes io.quarkus.runtime.StartupEvent event, Model model) {
            org.jboss.logging.Logger.getLogger("told").infof("runs %s with %s", model.id(),
                    System.getProperty("onnxruntime.native.path"));
        }
    }

    @Test
    void startsFromFilesThatTheBuildHasPrepared() throws Exception {
        Path library = built.getResults().get(0).getPath().getParent().resolve("lib");

        assertTrue(Files.isRegularFile(library.resolve("models/digits/1/model.ort")));
        assertTrue(Files.isRegularFile(library.resolve("native/libonnxruntime.so")));
        String told = APPLICATION.getStartupConsoleOutput();
        assertTrue(told.contains("runs digits/1 with " + library.resolve("native")), told);
    }

    @Test
    void leavesOtherPlatformsLibrariesBehind() throws Exception {
        Path library = built.getResults().get(0).getPath().getParent().resolve("lib");
        try (Stream<Path> files = Files.walk(library)) {
            List<Path> jars = files.filter(file -> file.getFileName().toString().contains("onnxruntime-1"))
                    .toList();

            assertEquals(1, jars.size());
            assertTrue(Files.size(jars.get(0)) < 1 << 20, jars.toString());
        }
    }
}
