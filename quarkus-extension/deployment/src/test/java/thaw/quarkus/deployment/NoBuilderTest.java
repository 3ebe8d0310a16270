package thaw.quarkus.deployment;

import io.quarkus.test.QuarkusProdModeTest;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** An executable is wanted, and nothing is there to make it. */
class NoBuilderTest {

    @RegisterExtension
    static final QuarkusProdModeTest APPLICATION = new QuarkusProdModeTest().withEmptyApplication()
            .setApplicationName("unbuilt").setForcedDependencies(PackagedApplicationTest.MONITORING)
            .overrideConfigKey("quarkus.native.enabled", "true")
            .overrideConfigKey("quarkus.native.graalvm-home", "/nowhere")
            .assertBuildException(failure -> {
                String message = String.valueOf(failure.getMessage());
                assertTrue(message.contains(
                        "GRAALVM_HOME: expected a GraalVM or Mandrel 25, with bin/native-image, got /nowhere"),
                        message);
            });

    @Test
    void failsTheBuildWithWhatIsMissing() {
        Assertions.fail("the application was built");
    }
}
