package thaw.hosting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import thaw.ModelId;
import thaw.Samples;
import thaw.model.LateFiles;
import thaw.model.LoadedGraph;
import thaw.model.ModelRepository;
import thaw.onnx.ModelOptimiser;
import thaw.onnx.OnnxModelRuntime;
import thaw.predict.PackagePredictors;
import thaw.telemetry.LoadPhases;

/** A sample as it is deployed: with a manifest and an optimised form. */
final class PreparedModel {

    private PreparedModel() {}

    static Path in(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(Samples.models().resolve("digits/1"))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        ModelOptimiser.with(PackagePredictors::create).optimise(folder);
        return folder;
    }

    /** Why it was loaded from its original; empty if it was not. */
    static String detour(Path place, LateFiles late) {
        ModelId id = new ModelId("digits", "1");
        LoadedGraph loaded = OnnxModelRuntime.ofDefaults().load(id,
                ModelRepository.open(place, late).locate(id), new LoadPhases.Recorder());
        loaded.model().close();
        return loaded.detour().orElse("");
    }
}
