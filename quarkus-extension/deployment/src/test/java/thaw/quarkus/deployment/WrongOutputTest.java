package thaw.quarkus.deployment;

import java.util.Map;

import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import thaw.FunctionDefinition;
import thaw.FunctionProvider;
import thaw.Predictor;
import thaw.Tensors;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** A predictor that takes no sample asks for an output that its model lacks. */
class WrongOutputTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Blind.class, BlindPredictor.class))
            .overrideConfigKey("quarkus.thaw.models", "../../samples/models/digits")
            .assertException(failure -> {
                String message = String.valueOf(failure.getMessage());
                assertTrue(message.contains("tensor 'scores': expected one of [label, probabilities]"),
                        message);
            });

    @Test
    void failsTheBuildWithTheTensor() {
        Assertions.fail("the application was built");
    }

    public static final class Blind implements FunctionProvider {
        @Override
        public FunctionDefinition<?, ?> function() {
            return FunctionDefinition.onHttp("digits")
                    .predictor((payload, limits) -> "", new BlindPredictor(), score -> Map.of("score", score))
                    .build();
        }
    }

    public static final class BlindPredictor implements Predictor<String, Double> {
        @Override
        public Tensors encode(String input) {
            throw new IllegalArgumentException("no input");
        }

        @Override
        public Double decode(Tensors outputs) {
            return outputs.tensor("scores").number(0);
        }
    }
}
