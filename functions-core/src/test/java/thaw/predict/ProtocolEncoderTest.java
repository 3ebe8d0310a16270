package thaw.predict;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import thaw.Datatype;
import thaw.ModelSignature;
import thaw.Payload;
import thaw.Shape;
import thaw.Tensor;
import thaw.Tensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static thaw.predict.Signatures.of;
import static thaw.predict.Signatures.spec;

/** A package without model.json that nothing more is known of: tensors in, values or labels out. */
class ProtocolEncoderTest {

    private static final ModelSignature MODEL = of(spec("x", Datatype.FP32, -1, 2),
            spec("y", Datatype.FP32, -1, 2));

    @Test
    void theTensorsOfARequestAreTheInputs() {
        Tensors row = Packages.predictor(MODEL, "").encode(request("[1,2]", "[1.5,2]"));
        assertEquals(Shape.of(1, 2), row.tensor("x").shape());
        assertEquals(1.5, row.tensor("x").number(0));
    }

    @Test
    void outputsAreAnsweredByName() {
        Tensors outputs = Tensors.of(Tensor.ofFloats("y", Shape.of(1, 2), 0.25f, 0.75f));
        assertEquals(List.of(0.25f, 0.75f),
                Packages.predictor(MODEL, "").decode(outputs).fields().get("y"));
        assertEquals("b", Packages.predictor(MODEL, "", "a", "b").decode(outputs).fields().get("label"));
    }

    @Test
    void severalRowsAreNotOnePrediction() {
        assertEquals(
                "inputs: expected one row in every tensor, as a prediction is of one, got [tensor 'x' FP32[2,2]]",
                Packages.failure(() -> Packages.predictor(MODEL, "").encode(request("[2,2]", "[1,2,3,4]")))
                        .getMessage());
    }

    @Test
    void severalRowsArePossibleWhereTheModelKnowsNone() {
        ModelSignature fixed = of(spec("x", Datatype.FP32, 2, 2), spec("y", Datatype.FP32, 2));
        assertEquals(2, Packages.predictor(fixed, "").encode(request("[2,2]", "[1,2,3,4]")).rows());
        assertEquals(Map.of("y", List.of(1f, 2f)), Packages.predictor(fixed, "")
                .decode(Tensors.of(Tensor.ofFloats("y", Shape.of(2), 1, 2))).fields());
    }

    @Test
    void tensorsThatContradictTheGraphAreRefusedBeforeItRuns() {
        assertEquals("input 'x': expected shape [-1,2], got [1,3]",
                Packages.failure(() -> Packages.predictor(MODEL, "").encode(request("[1,3]", "[1,2,3]")))
                        .getMessage());
    }

    private static Payload request(String shape, String data) {
        return Packages.json(
                "{'inputs':[{'name':'x','datatype':'FP32','shape':" + shape + ",'data':" + data + "}]}");
    }
}
