package thaw.onnx;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thaw.model.Checksum;
import thaw.model.ModelPackage;
import thaw.model.WeightsSum;
import thaw.predict.PackagePredictors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static thaw.onnx.OnnxModelBuilder.tensor;

/** What is opened before Java is there to say it. */
class StartPlanTest {

    private static final Path PLACE = Path.of("m/1");
    private static final Path LIBRARY = Path.of("../native/libonnxruntime.so");

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws Exception {
        OnnxModelBuilder.opset(17).with(main -> main
                .initializer(Weight.floats("w", new long[]{64, 64}, new float[64 * 64]))
                .input("x", tensor(ElementType.FLOAT, "n", 64))
                .output("y", tensor(ElementType.FLOAT, "n", 64))
                .node("MatMul", List.of("x", "w"), List.of("y"))).write(folder.resolve("model.onnx"));
    }

    private ModelPackage optimised(ModelOptimiser optimiser) {
        ModelOptimisation made = optimiser.optimise(folder);
        assertTrue(made instanceof ModelOptimisation.Optimised, made::toString);
        return ModelPackage.open(folder);
    }

    @Test
    void saysWhatAStartWillAskFor() {
        ModelPackage source = optimised(ModelOptimiser.with(PackagePredictors::create));
        Checksum whole = source.manifest().orElseThrow().files().get("model.ort");
        WeightsSum sums = source.manifest().orElseThrow().optimised().get(0).weights().orElseThrow();
        WeightsSum.Region region = sums.regions().get(0);
        assertEquals(List.of("thaw-start 1", "library ../native/libonnxruntime.so", "runtime 1.28.0",
                "model m/1/model.ort", "bytes " + whole.bytes(), "rest " + sums.rest(),
                "weights " + sums.weights(), "processors 8", "entry session.inter_op.allow_spinning 0",
                "entry session.intra_op.allow_spinning 0", "entry session.load_model_format ORT",
                "entry session.use_memory_mapped_ort_model 1",
                "entry session.use_ort_model_bytes_for_initializers 1",
                "region " + region.offset() + " " + region.bytes()),
                StartPlan.of(source, PLACE, LIBRARY).orElseThrow().lines().toList());
    }

    @Test
    void isThereForNoPackageThatStartsFromItsOriginal() {
        assertEquals(Optional.empty(), StartPlan.of(ModelPackage.open(folder), PLACE, LIBRARY));
    }

    @Test
    void isThereForNoNameOfSeveralLines() {
        ModelPackage source = optimised(ModelOptimiser.with(PackagePredictors::create));
        assertEquals(Optional.empty(), StartPlan.of(source, Path.of("m\nn/1"), LIBRARY));
    }

    @Test
    void isThereForNoFileThatAStartChecksBySha256() {
        ModelPackage source = optimised(ModelOptimiser.with(PackagePredictors::create).checkingBySha256());
        assertEquals(Optional.empty(), StartPlan.of(source, PLACE, LIBRARY));
    }

    @Test
    void startsTheAgent() {
        assertEquals(List.of("-agentpath:native/libthaw_start.so=models/start.plan", "-Dthaw.early=true"),
                StartPlan.options(Path.of("native/libthaw_start.so"), Path.of("models/start.plan")));
    }
}
