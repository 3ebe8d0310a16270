package thaw.onnx;

import java.nio.file.Path;

import thaw.Model;
import thaw.ModelId;
import thaw.model.LoadedGraph;
import thaw.model.ModelPackage;
import thaw.telemetry.LoadPhases;

/** Models of tests, loaded by the real runtime. */
final class LoadedModels {

    static final OnnxModelRuntime RUNTIME = OnnxModelRuntime
            .with(ExecutionOptions.ofDefaults().withIntraOpThreads(1));

    private LoadedModels() {}

    static Model load(Path folder, OnnxModelBuilder graph) {
        graph.write(folder.resolve("model.onnx"));
        return load(folder).model();
    }

    static LoadedGraph load(Path folder) {
        return RUNTIME.load(new ModelId("m", "1"), ModelPackage.open(folder), new LoadPhases.Recorder());
    }
}
