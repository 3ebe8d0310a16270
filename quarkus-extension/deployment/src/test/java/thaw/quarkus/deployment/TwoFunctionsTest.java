package thaw.quarkus.deployment;

import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import thaw.FunctionDefinition;
import thaw.FunctionProvider;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** An application has one function at most. */
class TwoFunctionsTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(First.class, Second.class))
            .overrideConfigKey("quarkus.thaw.models", "../../samples/models/digits")
            .assertException(failure -> {
                String message = String.valueOf(failure.getMessage());
                assertTrue(
                        message.contains(First.class.getName()) && message.contains(Second.class.getName()),
                        message);
            });

    @Test
    void failsTheBuildWithBothNames() {
        Assertions.fail("the application was built");
    }

    public static final class First implements FunctionProvider {
        @Override
        public FunctionDefinition<?, ?> function() {
            return FunctionDefinition.onHttp("first").model("digits").build();
        }
    }

    public static final class Second implements FunctionProvider {
        @Override
        public FunctionDefinition<?, ?> function() {
            return FunctionDefinition.onHttp("second").model("digits").build();
        }
    }
}
