package thaw.quarkus.deployment;

import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import thaw.Model;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** A model is injected, and the application has none. */
class NoModelsTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest().withEmptyApplication()
            .assertException(failure -> {
                String message = String.valueOf(failure.getMessage());
                assertTrue(
                        message.contains("NoModelsTest#model has no model")
                                && message.contains("src/main/models"),
                        message);
            });

    @Inject
    Model model;

    @Test
    void failsTheBuildWithWhereItLooked() {
        Assertions.fail("the application was built");
    }
}
