package thaw.quarkus.deployment;

import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import thaw.FunctionDefinition;
import thaw.FunctionProvider;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** A function names a model that the application lacks. */
class MissingModelTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClass(Cats.class))
            .overrideConfigKey("quarkus.thaw.models", "../../samples/models/digits")
            .assertException(failure -> {
                String message = String.valueOf(failure.getMessage());
                assertTrue(message.contains("model 'cats': expected one of [digits]"), message);
            });

    @Test
    void failsTheBuildWithThoseThatThereAre() {
        Assertions.fail("the application was built");
    }

    public static final class Cats implements FunctionProvider {
        @Override
        public FunctionDefinition<?, ?> function() {
            return FunctionDefinition.onHttp("cats").build();
        }
    }
}
