package thaw.cli;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import picocli.CommandLine.TypeConversionException;
import thaw.FunctionDefinition;
import thaw.InferenceException;
import thaw.Limits;
import thaw.Models;
import thaw.Sink;
import thaw.TriggerKind;
import thaw.http.InferenceEndpoints;
import thaw.local.FolderSettings;
import thaw.local.LocalServer;
import thaw.local.LocalSinks;
import thaw.local.PrometheusTelemetry;
import thaw.local.StreamSettings;
import thaw.local.StreamSettings.Origin;
import thaw.model.ModelCatalog;
import thaw.telemetry.StructuredLog;

/** Models, functions and a server that belong together, from start to drain. */
final class Serving implements AutoCloseable {

    private static final String STANDARD_INPUT = "-";

    private final ServeSettings settings;
    private final Limits limits;
    private final Terminal terminal;
    private final ServedFunctions functions;
    private final ServedModels models;
    private final LocalServer server;
    private final AtomicBoolean draining = new AtomicBoolean();

    /** Opens the models of a path; the listener hears of each that is loaded. */
    interface Opener {
        ModelCatalog open(Path path, PrometheusTelemetry listener, StructuredLog log);
    }

    private Serving(ServeSettings settings, Limits limits, Terminal terminal, Opener opener) {
        this.settings = settings;
        this.limits = limits;
        this.terminal = terminal;
        StructuredLog log = StructuredLog.to(terminal.err(), settings.logLevel());
        PrometheusTelemetry metrics = new PrometheusTelemetry();
        this.functions = ServedFunctions.open(settings.jars(), limits, alsoSinks());
        try {
            this.models = ServedModels.open(settings.models(), path -> opener.open(path, metrics, log));
        } catch (RuntimeException failure) {
            functions.close();
            throw failure;
        }
        try {
            this.server = server(metrics, log).start();
        } catch (RuntimeException failure) {
            models.close();
            functions.close();
            throw failure;
        }
    }

    /**
     * Loads, connects and answers.
     *
     * @throws InferenceException      naming what cannot be used: a model, the database, the port
     * @throws TypeConversionException if a source names no model that is served
     */
    static Serving start(ServeSettings settings, Limits limits, Terminal terminal, Opener opener) {
        return new Serving(settings, limits, terminal, opener);
    }

    private List<Sink> alsoSinks() {
        return settings.also().stream().sorted().map(place -> switch (place) {
            case FILES -> Sink.object(LocalSinks.RESULTS.name());
            case LINES -> Sink.stream(LocalSinks.RESULTS.name());
        }).toList();
    }

    private LocalServer.Builder server(PrometheusTelemetry metrics, StructuredLog log) {
        InferenceEndpoints.Builder endpoints = InferenceEndpoints.serving(models).limits(limits)
                .telemetry(metrics).log(log).cors(settings.cors()).ready(() -> !draining.get())
                .version(ThawCommand.Version.number());
        functions.definitions().stream().filter(function -> function.trigger() == TriggerKind.HTTP)
                .forEach(endpoints::function);
        LocalServer.Builder builder = LocalServer.with(models, settings.data()).limits(limits)
                .metrics(metrics)
                .log(log).http(settings.http(), endpoints).httpResults(settings.record());
        for (SourceOption watched : settings.watched()) {
            builder.folder(function(TriggerKind.BLOB, watched), FolderSettings.of(folder(watched.place())));
        }
        for (SourceOption stream : settings.streams()) {
            builder.stream(function(TriggerKind.STREAM, stream), stream(stream.place()));
        }
        return builder;
    }

    private FunctionDefinition<?, ?> function(TriggerKind trigger, SourceOption source) {
        return functions.on(trigger, source.modelAmong(models.names()));
    }

    // Made by nobody but the user: a typing error must not be watched in peace.
    private static Path folder(String place) {
        Path folder = Path.of(place);
        if (!Files.isDirectory(folder)) {
            throw new TypeConversionException(
                    "--watch " + place + ": expected a folder that is there; make it with"
                            + " mkdir -p " + place);
        }
        return folder;
    }

    private StreamSettings stream(String place) {
        if (place.equals(STANDARD_INPUT)) {
            return StreamSettings.of("stdin", new Origin.Input(terminal.in()));
        }
        Path path = Path.of(place).toAbsolutePath().normalize();
        if (!Files.exists(path) || Files.isDirectory(path)) {
            throw new TypeConversionException("--stream " + place
                    + ": expected a file or a named pipe that is there, or - for standard input");
        }
        return StreamSettings.of(path.toString(), Files.isRegularFile(path)
                ? new Origin.File(path, settings.follow())
                : new Origin.Pipe(path));
    }

    URI uri() {
        return server.uri();
    }

    Models models() {
        return models;
    }

    /** Waits until the streams have ended and all of their lines are stored. */
    void awaitStreams() throws InterruptedException {
        boolean ended = false;
        while (!ended) {
            ended = server.awaitStreams(Duration.ofHours(1));
        }
    }

    /** Whether it is ending, or has ended. */
    boolean ending() {
        return draining.get();
    }

    /** Takes no more, stores what is under way, and frees the models. Closing twice does nothing. */
    @Override
    public void close() {
        if (!draining.getAndSet(true)) {
            server.close();
            models.close();
            functions.close();
        }
    }
}
