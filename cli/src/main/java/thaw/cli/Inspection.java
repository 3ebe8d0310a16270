package thaw.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import thaw.Model;
import thaw.ModelId;
import thaw.model.LoadedGraph;
import thaw.model.Manifest;
import thaw.model.ModelPackage;
import thaw.model.ModelRuntime;
import thaw.model.OptimisedFile;
import thaw.onnx.ExternalData;
import thaw.onnx.OnnxGraph;
import thaw.telemetry.LoadPhases;

/**
 * What a package is found to be.
 *
 * @param id       its name and version
 * @param folder   where it is
 * @param graph    what the ONNX file says of itself
 * @param bytes    of the ONNX file and of its external data
 * @param inputs   as they are served, or as the graph declares them if it was not loaded
 * @param outputs  likewise
 * @param labels   how many classes have a name
 * @param batching whether inputs can share a run
 * @param forms    files that it starts from before its graph
 * @param missing  what the package could have and has not
 */
record Inspection(ModelId id, Path folder, OnnxGraph graph, long bytes, List<DeclaredValue> inputs,
        List<DeclaredValue> outputs, int labels, Batching batching, List<OptimisedFile> forms,
        List<MissingPart> missing) {

    Inspection {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        forms = List.copyOf(forms);
        missing = List.copyOf(missing);
    }

    /**
     * Reads a package, loads its model and runs it on made-up rows.
     *
     * @throws thaw.InferenceException invalid model, naming the file that is missing or broken
     */
    static Inspection byRunning(ModelId id, ModelPackage source, ModelRuntime runtime) {
        source.verify();
        OnnxGraph graph = OnnxGraph.read(source.graph());
        LoadedGraph loaded = runtime.load(id, source, new LoadPhases.Recorder());
        try (Model model = loaded.model()) {
            return new Inspection(id, source.folder(), graph, bytes(source, graph),
                    model.signature().inputs().stream().map(DeclaredValue::of).toList(),
                    model.signature().outputs().stream().map(DeclaredValue::of).toList(),
                    Math.max(source.labels().size(), loaded.labels().size()), new BatchingProof(model).run(),
                    forms(source),
                    MissingPart.in(source, !loaded.labels().isEmpty()));
        }
    }

    /**
     * Reads a package and loads nothing.
     *
     * @throws thaw.InferenceException invalid model, naming the file that is missing or broken
     */
    static Inspection byReading(ModelId id, ModelPackage source) {
        source.verify();
        OnnxGraph graph = OnnxGraph.read(source.graph());
        graph.requireExternalData(source.folder());
        List<DeclaredValue> inputs = graph.inputs().stream().map(DeclaredValue::of).toList();
        List<DeclaredValue> outputs = graph.outputs().stream().map(DeclaredValue::of).toList();
        boolean open = !inputs.isEmpty() && inputs.stream().allMatch(DeclaredValue::openRows)
                && outputs.stream().allMatch(DeclaredValue::openRows);
        return new Inspection(id, source.folder(), graph, bytes(source, graph), inputs, outputs,
                source.labels().size(),
                new Batching(open, Batching.Verdict.NOT_TRIED, "the model was not run"), forms(source),
                MissingPart.in(source, false));
    }

    private static List<OptimisedFile> forms(ModelPackage source) {
        return source.manifest().map(Manifest::optimised).orElse(List.of());
    }

    private static long bytes(ModelPackage source, OnnxGraph graph) {
        try {
            long bytes = Files.size(source.graph());
            for (String file : graph.externalData().stream().map(ExternalData::location).distinct()
                    .toList()) {
                bytes += Files.size(source.file(file));
            }
            return bytes;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
