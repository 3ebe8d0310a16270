package thaw.samples.triage;

import thaw.FunctionDefinition;
import thaw.FunctionProvider;
import thaw.Predictor;
import thaw.Shape;
import thaw.Sink;
import thaw.Tensor;
import thaw.Tensors;

/** The risk model behind types of our own. */
public final class TriageFunction implements FunctionProvider {

    private static final int MALIGNANT = 1;

    @Override
    public FunctionDefinition<?, ?> function() {
        return FunctionDefinition.onHttp("triage").model("risk")
                .predictor(Measurements::read, new RiskPredictor(), Triage::fields)
                .sink(Sink.table("results"))
                .build();
    }

    private static final class RiskPredictor implements Predictor<Measurements, Triage> {
        @Override
        public Tensors encode(Measurements input) {
            return Tensors.of(Tensor.ofFloats("features", Shape.of(1, 30), input.row()));
        }

        @Override
        public Triage decode(Tensors outputs) {
            return Triage.of(outputs.tensor("output_probability").number(MALIGNANT));
        }
    }
}
