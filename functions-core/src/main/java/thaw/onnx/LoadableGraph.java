package thaw.onnx;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import thaw.InferenceException;
import thaw.TensorSpec;
import thaw.model.ModelPackage;

/**
 * A package's graph, checked, and rewritten where the Java binding cannot run it as it is: unsigned inputs, and maps as
 * outputs. A graph that needs neither is loaded by its file, so that its bytes never pass through the heap.
 */
final class LoadableGraph {

    private static final String EXTERNAL_DATA = "session.model_external_initializers_file_folder_path";

    private final ModelPackage source;
    private final Path file;
    private final ZipMaps zipMaps;
    private final SignedInputs signed;
    private final GraphSignature signature;
    private final ByteBuffer bytes;
    private final List<String> labels;
    private final boolean externalData;

    private LoadableGraph(ModelPackage source) {
        this.source = source;
        this.file = source.graph();
        ByteBuffer original = OnnxGraph.map(file);
        OnnxGraph declared = OnnxGraph.read(original, file.toString());
        new GraphChecks(declared, file.toString()).requireRunnable();
        declared.externalData().forEach(data -> source.file(data.location()));
        declared.requireExternalData(source.folder());
        this.externalData = !declared.externalData().isEmpty();
        this.zipMaps = ZipMaps.of(declared, original, file.toString());
        this.bytes = zipMaps.isEmpty() ? original
                : ByteBuffer.wrap(zipMaps.rewrite(original, file.toString()));
        OnnxGraph graph = zipMaps.isEmpty() ? declared : OnnxGraph.read(bytes, file.toString());
        this.signed = SignedInputs.of(graph);
        this.signature = new GraphSignature(graph, file.toString());
        this.labels = agreed(graph.outputs().stream().map(ValueInfo::name).map(zipMaps::labels)
                .flatMap(Optional::stream).distinct().toList());
    }

    /**
     * Reads and checks it.
     *
     * @throws InferenceException invalid model, naming the file, what was expected and what is there
     */
    static LoadableGraph read(ModelPackage source) {
        LoadableGraph graph = new LoadableGraph(source);
        graph.signature.inputs();
        graph.signature.requireTensorOutputs();
        return graph;
    }

    List<TensorSpec> inputs() {
        return signature.inputs();
    }

    List<TensorSpec> outputs(Map<String, NodeInfo> inferred) {
        return signature.outputs(inferred);
    }

    boolean hasExternalData() {
        return externalData;
    }

    /** Several ZipMaps with different classes leave it open which of them name the scores. */
    private static List<String> agreed(List<List<String>> all) {
        return all.size() == 1 ? all.get(0) : List.of();
    }

    /** The names of the classes that the graph carries; empty if it has none, or its outputs disagree. */
    List<String> labels() {
        return labels;
    }

    OrtSession open(OrtEnvironment environment, SessionOptions options) throws OrtException {
        if (zipMaps.isEmpty() && signed.isEmpty()) {
            return environment.createSession(file.toString(), options);
        }
        options.addConfigEntry(EXTERNAL_DATA, source.folder().toString());
        return environment.createSession(signed.rewrite(bytes, file.toString()), options);
    }

    /** ONNX Runtime would not load it. */
    InferenceException refused(OrtException failure) {
        return InferenceException.invalidModel(file.toString(),
                "ONNX Runtime cannot load it: " + OnnxFailures.oneLine(failure), failure);
    }
}
