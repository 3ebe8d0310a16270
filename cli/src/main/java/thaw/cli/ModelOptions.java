package thaw.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import thaw.Limits;
import thaw.model.Loading;
import thaw.model.ModelCatalog;
import thaw.model.ModelRepository;
import thaw.onnx.ExecutionOptions;
import thaw.onnx.OnnxModelRuntime;
import thaw.predict.PackagePredictors;
import thaw.telemetry.StructuredLog;
import thaw.telemetry.Telemetry;

/** How models are loaded and what they accept: the options that several commands share. */
final class ModelOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--threads", paramLabel = "N", description = "Threads of one model run; default: the processors of this machine or container.")
    private Integer threads;

    @Option(names = "--limit", paramLabel = "NAME=VALUE", description = {
            "What is accepted: bodyBytes, jsonDepth, imagePixels, batchRows, batchDelay, time, concurrency, queue, "
                    + "allowNonFinite; for example --limit bodyBytes=8m --limit time=5s. May be repeated."})
    private Map<String, String> limits = new LinkedHashMap<>();

    /** The limits asked for; a usage error if one is not understood. */
    Limits limits() {
        try {
            return LimitOption.limits(limits);
        } catch (TypeConversionException refused) {
            throw new ParameterException(spec.commandLine(), refused.getMessage());
        }
    }

    private ExecutionOptions execution() {
        if (threads == null) {
            return ExecutionOptions.ofDefaults();
        }
        if (threads < 1) {
            throw new ParameterException(spec.commandLine(),
                    "Invalid value for option '--threads': expected 1 or more, got " + threads);
        }
        return ExecutionOptions.ofDefaults().withIntraOpThreads(threads);
    }

    /** Begins a catalog of a path's models. */
    ModelCatalog.Builder catalog(Path path, Loading loading, Telemetry telemetry, StructuredLog log) {
        return ModelCatalog.of(ModelRepository.open(path), OnnxModelRuntime.with(execution()))
                .predictors(PackagePredictors::create)
                .limits(limits()).loading(loading).telemetry(telemetry).log(log);
    }
}
