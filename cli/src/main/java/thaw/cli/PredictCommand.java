package thaw.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import thaw.InferenceException;
import thaw.LoadedModel;
import thaw.ModelReference;
import thaw.Models;
import thaw.Payload;
import thaw.Prediction;
import thaw.Predictor;
import thaw.json.Json;
import thaw.model.Loading;
import thaw.model.ModelCatalog;
import thaw.telemetry.StructuredLog;
import thaw.telemetry.Telemetry;

/** Answers inputs from files, without a server. */
@Command(name = "predict", description = {
        "Answer inputs with a model and print one JSON object a line: what POST .../predict would answer.",
        ""})
final class PredictCommand implements Runnable {

    private static final String STANDARD_INPUT = "-";

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "PATH", description = "A package, an .onnx file, or a repository, of which --model names one.")
    private Path path;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "INPUT", description = "Files: an image, JSON features, a text, or a JSON request of the Open Inference "
            + "Protocol; - is standard input.")
    private List<String> inputs;

    @Option(names = "--model", paramLabel = "NAME[@VERSION]", description = "Which model of a repository, and which version or alias.")
    private String model;

    @Mixin
    private ModelOptions options;

    PredictCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        StructuredLog log = StructuredLog.to(terminal.err(), StructuredLog.Level.ERROR);
        try (ModelCatalog catalog = options.catalog(path, Loading.LAZY, Telemetry.NONE, log).open();
                Models.Lease lease = catalog.lease(reference(catalog))) {
            for (String input : inputs) {
                terminal.out().println(Json.text(answer(lease.loaded(), input)));
            }
        }
    }

    private ModelReference reference(ModelCatalog catalog) {
        if (model != null) {
            return ModelReference.parse(model);
        }
        if (catalog.names().size() > 1) {
            throw new ParameterException(spec.commandLine(),
                    path + " holds several models: expected --model with one of "
                            + String.join(", ", catalog.names()));
        }
        return ModelReference.to(catalog.names().get(0));
    }

    private Map<String, Object> answer(LoadedModel loaded, String input) {
        try {
            Predictor<Payload, Prediction> predictor = loaded.packagePredictor();
            Prediction prediction = predictor.decode(loaded.model().infer(predictor.encode(payload(input))));
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("input", input);
            answer.put("model", loaded.model().id().name());
            answer.put("version", loaded.model().id().version());
            answer.putAll(prediction.fields());
            return answer;
        } catch (InferenceException refused) {
            throw new InputFailure(input + ": " + refused.getMessage(), refused);
        } catch (IOException unreadable) {
            throw new InputFailure(ErrorLines.describedIo(unreadable), unreadable);
        }
    }

    private Payload payload(String input) throws IOException {
        if (input.equals(STANDARD_INPUT)) {
            return Payload.of(terminal.in().readAllBytes(), "");
        }
        Path file = Path.of(input);
        if (Files.isDirectory(file)) {
            throw new FileNotFoundException(input + ": expected a file, got a folder");
        }
        return Payload.streamed(() -> Files.newInputStream(file), Files.size(file), "");
    }

    /** An input could not be answered. */
    static final class InputFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        InputFailure(String message, Exception cause) {
            super(message, cause);
        }
    }
}
