package thaw.local;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import thaw.Datatype;
import thaw.Deadline;
import thaw.FunctionDefinition;
import thaw.InferenceException;
import thaw.InputReader;
import thaw.LoadedModel;
import thaw.Model;
import thaw.ModelId;
import thaw.ModelReference;
import thaw.ModelSignature;
import thaw.Models;
import thaw.Payload;
import thaw.Prediction;
import thaw.Predictor;
import thaw.Shape;
import thaw.Sink;
import thaw.Tensor;
import thaw.TensorSpec;
import thaw.Tensors;
import thaw.TriggerKind;
import thaw.json.JsonObject;

/** One model without a native library: {@code {"x": 3}} becomes {@code {"twice": 6}}. */
final class DoublingModels implements Models, LoadedModel, Model {

    private static final ModelId ID = new ModelId("doubling", "1");

    static FunctionDefinition<?, ?> function(TriggerKind trigger, Sink sink) {
        return FunctionDefinition.on(trigger, "double").model("doubling").predictor(
                InputReader.bytes(), new Twice(), DoublingModels::fields).sink(sink).build();
    }

    private static Map<String, Object> fields(Double twice) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("twice", twice);
        return fields;
    }

    private static final class Twice implements Predictor<byte[], Double> {
        @Override
        public Tensors encode(byte[] input) {
            double x = JsonObject.parse(input, "record").number("x");
            return Tensors.of(Tensor.ofFloats("x", Shape.of(1), (float) x));
        }

        @Override
        public Double decode(Tensors outputs) {
            return outputs.tensor("y").number(0);
        }
    }

    @Override
    public Lease lease(ModelReference reference) {
        versions(reference.name());
        return new Lease() {
            @Override
            public LoadedModel loaded() {
                return DoublingModels.this;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public List<String> names() {
        return List.of("doubling");
    }

    @Override
    public List<String> versions(String name) {
        if (!name.equals("doubling")) {
            throw InferenceException.notFound("model '" + name + "'", "expected one of [doubling]");
        }
        return List.of("1");
    }

    @Override
    public boolean ready(ModelReference reference) {
        return true;
    }

    @Override
    public Model model() {
        return this;
    }

    @Override
    public List<String> labels() {
        return List.of();
    }

    @Override
    public Predictor<Payload, Prediction> packagePredictor() {
        return new Predictor<>() {
            @Override
            public Tensors encode(Payload input) {
                return new Twice().encode(input.bytes(1000));
            }

            @Override
            public Prediction decode(Tensors outputs) {
                return new Prediction(List.of(), Map.of("twice", new Twice().decode(outputs)));
            }
        };
    }

    @Override
    public ModelId id() {
        return ID;
    }

    @Override
    public ModelSignature signature() {
        return new ModelSignature(List.of(new TensorSpec("x", Datatype.FP32, Shape.of(-1))),
                List.of(new TensorSpec("y", Datatype.FP32, Shape.of(-1))));
    }

    @Override
    public Tensors infer(Tensors inputs, Set<String> outputs, Deadline deadline) {
        Tensor x = inputs.tensor("x");
        List<Float> twice = new ArrayList<>();
        for (int i = 0; i < x.elements(); i++) {
            twice.add((float) (2 * x.number(i)));
        }
        float[] values = new float[twice.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = twice.get(i);
        }
        return Tensors.of(Tensor.ofFloats("y", Shape.of(values.length), values));
    }

    @Override
    public void close() {}
}
