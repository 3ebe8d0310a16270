package thaw.quarkus.deployment;

import java.util.Map;

import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import thaw.FunctionDefinition;
import thaw.FunctionProvider;
import thaw.Payload;
import thaw.Predictor;
import thaw.Shape;
import thaw.Tensor;
import thaw.Tensors;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** A predictor encodes other tensors than its model takes. */
class WrongSignatureTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Wide.class, WidePredictor.class))
            .overrideConfigKey("quarkus.thaw.models", "../../samples/models/digits")
            .assertException(failure -> {
                String message = String.valueOf(failure.getMessage());
                assertTrue(message.contains("input 'image': expected shape") && message.contains("16"),
                        message);
            });

    @Test
    void failsTheBuildWithTheTensor() {
        Assertions.fail("the application was built");
    }

    public static final class Wide implements FunctionProvider {
        @Override
        public FunctionDefinition<?, ?> function() {
            return FunctionDefinition.onHttp("digits")
                    .predictor((payload, limits) -> payload, new WidePredictor(),
                            score -> Map.of("score", score))
                    .build();
        }
    }

    public static final class WidePredictor implements Predictor<Payload, Double> {
        @Override
        public Tensors encode(Payload input) {
            return Tensors.of(Tensor.ofFloats("image", Shape.of(1, 1, 16, 16), new float[256]));
        }

        @Override
        public Double decode(Tensors outputs) {
            return outputs.tensor("probabilities").number(0);
        }
    }
}
