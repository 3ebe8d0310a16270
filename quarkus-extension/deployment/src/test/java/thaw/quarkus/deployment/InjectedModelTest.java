package thaw.quarkus.deployment;

import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import thaw.Model;
import thaw.ModelId;
import thaw.quarkus.ModelName;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Beans of one model. */
class InjectedModelTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest().withEmptyApplication()
            .overrideConfigKey("quarkus.thaw.models", "../../samples/models/digits");

    @Inject
    Model model;

    @Inject
    @ModelName("digits")
    Model digits;

    @Test
    void isTheOneThatWasFound() {
        assertEquals(new ModelId("digits", "1"), model.id());
        assertEquals(model.signature(), digits.signature());
    }
}
