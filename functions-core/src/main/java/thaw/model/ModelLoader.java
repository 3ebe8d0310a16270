package thaw.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import thaw.InferenceException;
import thaw.Limits;
import thaw.Model;
import thaw.ModelId;
import thaw.Payload;
import thaw.Prediction;
import thaw.Predictor;
import thaw.json.JsonObject;
import thaw.telemetry.LoadPhases;
import thaw.telemetry.StructuredLog;
import thaw.telemetry.Telemetry;

/** Brings a version into memory: verified, its session made, its predictor made, primed. Thread-safe. */
final class ModelLoader {

    /** Weights are held once as they are and, at worst, once more in the order that the kernels want. */
    private static final int COPIES = 2;
    private static final long OVERHEAD = 4L << 20;

    private final ModelRepository repository;
    private final ModelRuntime runtime;
    private final PackagePredictorFactory predictors;
    private final Limits limits;
    private final Telemetry telemetry;
    private final StructuredLog log;

    ModelLoader(ModelRepository repository, ModelRuntime runtime, PackagePredictorFactory predictors,
            Limits limits, Telemetry telemetry, StructuredLog log) {
        this.repository = repository;
        this.runtime = runtime;
        this.predictors = predictors;
        this.limits = limits;
        this.telemetry = telemetry;
        this.log = log;
    }

    ModelPackage locate(ModelId id) {
        return repository.locate(id);
    }

    /** About how many bytes a package takes in memory: twice its files, and 4 MiB. */
    long estimate(ModelPackage source) {
        try (Stream<Path> files = Files.list(source.folder())) {
            long size = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                size += isSecondForm(source, file) ? 0 : Files.size(file);
            }
            return COPIES * size + OVERHEAD;
        } catch (IOException unreadable) {
            throw InferenceException.invalidModel(source.folder().toString(), "cannot be read: " + unreadable,
                    unreadable);
        }
    }

    /** Of a graph's forms one is loaded: the original is as large as an optimised one, unless that is quantised. */
    private static boolean isSecondForm(ModelPackage source, Path file) {
        String name = file.getFileName().toString();
        return source.manifest().filter(manifest -> manifest.isQuantised() ? name.equals(ModelPackage.GRAPH)
                : manifest.isOptimised(name)).isPresent();
    }

    ResidentModel load(ModelId id, ModelPackage source) {
        LoadPhases.Recorder phases = new LoadPhases.Recorder();
        source.verify();
        phases.mark("verify");
        LoadedGraph graph = runtime.load(id, source, phases);
        try {
            ResidentModel model = resident(source, graph);
            new Priming(source, model, log).run();
            phases.mark("priming");
            telemetry.modelLoaded(id, phases.phases());
            return model;
        } catch (RuntimeException | Error unusable) {
            graph.model().close();
            throw unusable;
        }
    }

    private ResidentModel resident(ModelPackage source, LoadedGraph graph) {
        Model model = graph.model();
        graph.detour().ifPresent(reason -> log.log(StructuredLog.Level.WARN,
                "optimised model is not used: the start is slower, the answers are the original's",
                Map.of("model", model.id().toString(), "reason", reason)));
        if (!graph.quantisation().isEmpty()) {
            log.log(StructuredLog.Level.INFO, "model is quantised: its answers are near the original's",
                    Map.of("model", model.id().toString(), "quantisation", graph.quantisation()));
        }
        source.manifest().ifPresent(manifest -> requirePromised(manifest, source, model));
        List<String> labels = source.labels().isEmpty() ? graph.labels() : source.labels();
        Predictor<Payload, Prediction> predictor = PackageFiles.blaming(
                () -> predictors.create(model.signature(), labels, source.settings(), limits));
        Map<String, Object> settings = source.settings().map(JsonObject::tree).orElse(Map.of());
        return new ResidentModel(model, labels, settings, predictor);
    }

    private void requirePromised(Manifest manifest, ModelPackage source, Model model) {
        String culprit = source.folder().resolve(Manifest.FILE).toString();
        manifest.requireSignature(culprit, model.signature());
        if (!manifest.runtime().equals(runtime.version())) {
            // Not refused: the graph was checked by this runtime just now, and an update must not stop every function.
            log.log(StructuredLog.Level.WARN, "model was packaged for another runtime",
                    Map.of("model", model.id().toString(), "packaged_for", manifest.runtime(), "runtime",
                            runtime.version()));
        }
    }

    void unload(ResidentModel resident) {
        resident.model().close();
        telemetry.modelReleased(resident.model().id());
    }
}
