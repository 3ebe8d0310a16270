package thaw.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import thaw.Datatype;
import thaw.Deadline;
import thaw.InferenceException;
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
import thaw.Tensor;
import thaw.TensorSpec;
import thaw.Tensors;

/** One model that doubles numbers, row by row; a row of 13 makes its whole run fail, as a bad row does in ONNX Runtime. */
final class DoublingModels implements Models, LoadedModel, Model {

    static final float UNLUCKY = 13;

    final List<Long> runs = new CopyOnWriteArrayList<>();
    InferenceException failure;

    @Override
    public Tensors infer(Tensors inputs, Set<String> outputs, Deadline deadline) {
        runs.add(inputs.rows());
        if (failure != null) {
            throw failure;
        }
        Tensor x = inputs.tensor("x");
        float[] doubled = new float[x.elements()];
        for (int i = 0; i < doubled.length; i++) {
            if (x.number(i) == UNLUCKY) {
                throw InferenceException.internal("doubling/1", "node 'Div' failed", null);
            }
            doubled[i] = (float) (2 * x.number(i));
        }
        return Tensors.of(Tensor.ofFloats("y", x.shape(), doubled));
    }

    @Override
    public ModelId id() {
        return new ModelId("doubling", "1");
    }

    @Override
    public ModelSignature signature() {
        return new ModelSignature(List.of(new TensorSpec("x", Datatype.FP32, Shape.of(-1, 1))),
                List.of(new TensorSpec("y", Datatype.FP32, Shape.of(-1, 1))));
    }

    @Override
    public Lease lease(ModelReference reference) {
        LoadedModel loaded = this;
        return new Lease() {
            @Override
            public LoadedModel loaded() {
                return loaded;
            }

            @Override
            public void close() {}
        };
    }

    /** Takes a text with a number; answers with the doubled number as value {@code y} and its score. */
    @Override
    public Predictor<Payload, Prediction> packagePredictor() {
        return new Predictor<>() {
            @Override
            public Tensors encode(Payload input) {
                String text = input.text(1000);
                try {
                    return Tensors.of(Tensor.ofFloats("x", Shape.of(1, 1), Float.parseFloat(text)));
                } catch (NumberFormatException notANumber) {
                    throw InferenceException.mismatch("input", "a number", text);
                }
            }

            @Override
            public Prediction decode(Tensors outputs) {
                double y = outputs.tensor("y").number(0);
                return new Prediction(List.of(new Prediction.Score("large", y / 100)), Map.of("y", y));
            }
        };
    }

    @Override
    public Model model() {
        return this;
    }

    @Override
    public List<String> labels() {
        return List.of("large");
    }

    @Override
    public List<String> names() {
        return List.of("doubling");
    }

    @Override
    public List<String> versions(String name) {
        return new ArrayList<>(List.of("1"));
    }

    @Override
    public boolean ready(ModelReference reference) {
        return true;
    }

    @Override
    public void close() {}
}
