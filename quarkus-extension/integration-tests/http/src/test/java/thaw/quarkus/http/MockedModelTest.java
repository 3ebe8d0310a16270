package thaw.quarkus.http;

import java.util.Set;

import io.quarkus.test.InjectMock;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentMatchers;
import org.mockito.Mockito;
import thaw.Deadline;
import thaw.Model;
import thaw.Shape;
import thaw.Tensor;
import thaw.Tensors;
import thaw.quarkus.ModelName;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

/** A mock in place of a model: whoever injects it gets the mock's answer, and other models stay what they are. */
@QuarkusTest
class MockedModelTest {

    private static final Tensors ANSWER = Tensors.of(Tensor.ofFloats("probability", Shape.of(1), 0.5f));

    @InjectMock
    @ModelName("risk")
    Model risk;

    @Inject
    @ModelName("digits")
    Model digits;

    @Inject
    Desk desk;

    /** Code of an application. */
    @ApplicationScoped
    static class Desk {

        @Inject
        @ModelName("risk")
        Model model;

        double risk(Tensors features) {
            return model.infer(features, Set.of(), Deadline.none()).tensor("probability").number(0);
        }
    }

    @Test
    void answersForTheModel() {
        Mockito.when(risk.infer(ArgumentMatchers.any(), ArgumentMatchers.any(), ArgumentMatchers.any()))
                .thenReturn(ANSWER);

        assertEquals(0.5, desk.risk(ANSWER));
    }

    @Test
    void leavesTheOthersAlone() {
        assertNotEquals(0, digits.signature().inputs().size());
        assertEquals("digits", digits.id().name());
    }
}
