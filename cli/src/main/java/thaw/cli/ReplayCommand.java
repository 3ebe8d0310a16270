package thaw.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import thaw.InferenceException;
import thaw.TriggerKind;
import thaw.hosting.PlaceKind;
import thaw.model.ModelRepository;

/** Answers a cloud's recorded event on this machine. */
@Command(name = "replay", description = {
        "Answer a recorded event as the cloud's function would, and print what the cloud would get. Unless told "
                + "otherwise nothing is stored: what would be is printed to standard error.",
        "",
        "Ends with 0 if the cloud would be done with the event, with 1 if it or some of its items would come "
                + "again, or a request was refused.",
        ""})
final class ReplayCommand implements Callable<Integer> {

    private static final String STANDARD_INPUT = "-";
    private static final String MODEL = "THAW_MODEL";
    private static final String MODELS = "THAW_MODELS";

    /** What becomes of results. */
    enum Sinks {
        /** They are printed. */
        DRY_RUN,
        /** They are stored in the places that the settings name. */
        REAL;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "EVENT", description = "The event's JSON, as the cloud's log or a queue's console shows it; - is standard input.")
    private String event;

    @Option(names = "--target", required = true, paramLabel = "CLOUD", description = "Whose event it is: ${COMPLETION-CANDIDATES}.")
    private ReplayCloud cloud;

    @Option(names = "--models", paramLabel = "DIR", description = "A package, a repository, or where a store has one, such as s3://bucket/prefix; default: THAW_MODELS.")
    private String models;

    @Option(names = "--model", paramLabel = "NAME[@VERSION]", description = "Which model; default: THAW_MODEL, or the only one of a folder.")
    private String model;

    @Option(names = "--function", paramLabel = "JAR", description = "The function's own code; default: the package alone.")
    private Path function;

    @Option(names = "--trigger", paramLabel = "KIND", description = "http, blob or stream; default: THAW_TRIGGER, or what the event says.")
    private TriggerKind trigger;

    @Option(names = "--env-file", paramLabel = "FILE", description = "The function's settings, NAME=value a line; they override this shell's.")
    private Path envFile;

    @Option(names = "--objects", paramLabel = "DIR", description = "The objects that the event names, as DIR/BUCKET/KEY or DIR/KEY; default: read from the cloud.")
    private Path objects;

    @Option(names = "--sinks", paramLabel = "WHAT", defaultValue = "dry-run", description = "dry-run prints results, real stores them where the settings say; default: dry-run.")
    private Sinks sinks;

    @Option(names = "--time", paramLabel = "SECONDS", defaultValue = "60", description = "The time that the function has; default: 60.")
    private int seconds;

    ReplayCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        ReplayTarget target = cloud.target();
        byte[] document = document(target.mostBytes());
        ReplayEnvironment environment = environment();
        try (ReplayCode code = ReplayCode.of(function)) {
            TriggerKind kind = kind(target, document, environment, code);
            if (sinks == Sinks.DRY_RUN) {
                environment.sinksIfMissing(kind, target.rows());
            }
            ReplayAnswer answer = target.answer(new Replay(document, kind, settings(environment, code),
                    code.classes(), objects(), places(), time(), terminal.err()));
            terminal.out().write(answer.document());
            terminal.out().println();
            return answer.failed() ? ExitCode.FAILURE : ExitCode.OK;
        }
    }

    private byte[] document(long most) throws IOException {
        if (!event.equals(STANDARD_INPUT) && Files.isDirectory(Path.of(event))) {
            throw new FileNotFoundException(event + ": expected a file, got a folder");
        }
        byte[] bytes = event.equals(STANDARD_INPUT) ? terminal.in().readAllBytes()
                : Files.readAllBytes(Path.of(event));
        if (bytes.length > most) {
            throw InferenceException.tooLarge(event, most, bytes.length,
                    "bytes, which is all that the cloud hands to a function");
        }
        return bytes;
    }

    private ReplayEnvironment environment() throws IOException {
        ReplayEnvironment environment = new ReplayEnvironment(System.getenv());
        if (envFile != null) {
            environment.file(envFile);
        }
        if (models != null) {
            environment.set(MODELS, models);
        }
        if (model != null) {
            environment.set(MODEL, model);
        }
        return environment.setIfMissing("THAW_LOG_LEVEL", "WARN");
    }

    private TriggerKind kind(ReplayTarget target, byte[] document, ReplayEnvironment environment,
            ReplayCode code) {
        Optional<TriggerKind> told = Optional.ofNullable(trigger).or(code::trigger)
                .or(() -> environment.value("THAW_TRIGGER").map(ReplayCommand::kind));
        TriggerKind kind = told.or(() -> target.trigger(document))
                .orElseThrow(() -> InferenceException.mismatch(event,
                        "an event of " + cloud + " whose source is known, or --trigger",
                        "another document"));
        environment.set("THAW_TRIGGER", kind.name());
        return kind;
    }

    private static TriggerKind kind(String text) {
        try {
            return TriggerKind.valueOf(text.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw InferenceException.mismatch("THAW_TRIGGER", "http, blob or stream", "'" + text + "'");
        }
    }

    /** All settings; those of the model are asked for here, where it can be said how they are given. */
    private Map<String, String> settings(ReplayEnvironment environment, ReplayCode code) {
        String place = environment.value(MODELS).orElseThrow(() -> new ParameterException(spec.commandLine(),
                "expected --models with a package or a repository, or THAW_MODELS in the settings"));
        if (code.trigger().isEmpty() && environment.value(MODEL).isEmpty() && !place.contains("://")) {
            ModelRepository repository = ModelRepository.open(Path.of(place));
            if (repository.names().size() != 1) {
                throw new ParameterException(spec.commandLine(), place
                        + " holds several models: expected --model with one of "
                        + String.join(", ", repository.names()));
            }
            environment.set(MODEL, repository.names().get(0));
        }
        return environment.values();
    }

    private Optional<ReplayObjects> objects() throws FileNotFoundException {
        if (objects != null && !Files.isDirectory(objects)) {
            throw new FileNotFoundException(objects + ": expected a folder with the event's objects");
        }
        return Optional.ofNullable(objects).map(ReplayObjects::new);
    }

    private UnaryOperator<PlaceKind> places() {
        return sinks == Sinks.REAL ? UnaryOperator.identity()
                : kind -> PrintedResults.dryRun(kind, terminal.err());
    }

    private Duration time() {
        if (seconds <= 0) {
            throw new ParameterException(spec.commandLine(),
                    "option '--time': expected 1 or more, got " + seconds);
        }
        return Duration.ofSeconds(seconds);
    }
}
