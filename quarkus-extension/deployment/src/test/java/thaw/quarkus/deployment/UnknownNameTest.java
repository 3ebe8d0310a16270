package thaw.quarkus.deployment;

import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import thaw.Model;
import thaw.quarkus.ModelName;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** A model is injected by a name that no model has. */
class UnknownNameTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest().withEmptyApplication()
            .overrideConfigKey("quarkus.thaw.models", "../../samples/models/digits")
            .assertException(failure -> {
                String message = String.valueOf(failure.getMessage());
                assertTrue(message.contains("asks for the model 'cats': expected one of [digits]"), message);
            });

    @Inject
    @ModelName("cats")
    Model cats;

    @Test
    void failsTheBuildWithThoseThatThereAre() {
        Assertions.fail("the application was built");
    }
}
