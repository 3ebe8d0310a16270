package thaw.onnx;

import java.util.List;

import org.junit.jupiter.api.Test;
import thaw.ModelReference;
import thaw.Models;
import thaw.Samples;
import thaw.Shape;
import thaw.Tensor;
import thaw.Tensors;
import thaw.model.ModelCatalog;
import thaw.model.ModelRepository;

import static org.junit.jupiter.api.Assertions.assertEquals;

class SampleModelsTest {

    @Test
    void answersDigitsWithProbabilities() {
        try (ModelCatalog catalog = open(); Models.Lease lease = catalog.lease(ModelReference.to("digits"))) {
            Tensors out = lease.loaded().model().infer(Tensors.of(
                    Tensor.ofFloats("image", Shape.of(1, 1, 8, 8), new float[64])));
            assertEquals(List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"), lease.loaded().labels());
            assertEquals(Shape.of(1, 10), out.tensor("probabilities").shape());
        }
    }

    @Test
    void answersRiskWithoutItsZipMap() {
        try (ModelCatalog catalog = open(); Models.Lease lease = catalog.lease(ModelReference.to("risk"))) {
            Tensors out = lease.loaded().model().infer(Tensors.of(
                    Tensor.ofFloats("features", Shape.of(3, 30), new float[90])));
            assertEquals(Shape.of(3, 2), out.tensor("output_probability").shape());
        }
    }

    private static ModelCatalog open() {
        return ModelCatalog.of(ModelRepository.open(Samples.models()), OnnxModelRuntime.ofDefaults()).open();
    }
}
