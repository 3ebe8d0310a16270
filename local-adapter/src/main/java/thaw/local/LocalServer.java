package thaw.local;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import thaw.FunctionDefinition;
import thaw.InferenceException;
import thaw.Limits;
import thaw.Models;
import thaw.TriggerEvent.HttpTrigger;
import thaw.TriggerKind;
import thaw.TriggerResult.HttpResult;
import thaw.http.AnswerRecorder;
import thaw.http.InferenceEndpoints;
import thaw.run.FunctionRunner;
import thaw.run.JoiningWriter;
import thaw.run.RecordedAnswers;
import thaw.run.SinkWriter;
import thaw.telemetry.StructuredLog;

/**
 * Functions on one machine: HTTP, watched folders and streams in, a SQLite database and files out.
 *
 * <pre>{@code
 * try (LocalServer server = LocalServer.with(models, Path.of("data"))
 *         .http(HttpSettings.onPort(8080), InferenceEndpoints.serving(models))
 *         .folder(digits, FolderSettings.of(Path.of("inbox")))
 *         .start()) {
 *     server.closeOnShutdown();
 *     ...
 * }
 * }</pre>
 *
 * <p>At least once, and each event stored once: whatever ends the process, the next one goes on where it was. Thread-safe.
 */
public final class LocalServer implements AutoCloseable {

    private static final String HTTP = "http";

    private final Builder from;
    private final ResultDatabase database;
    private final LocalSinks sinks;
    private final List<FunctionRunner<?, ?>> runners = new ArrayList<>();
    private final List<Source> sources = new ArrayList<>();
    private final List<StreamSource> streams = new ArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private JettyServer http;

    private LocalServer(Builder from) {
        this.from = from;
        this.database = ResultDatabase.open(from.folder.resolve("thaw.db"), from.durability);
        this.sinks = new LocalSinks(database, from.folder);
    }

    /**
     * A server whose database {@code thaw.db} and result files lie in that folder.
     *
     * @param models not closed with the server
     */
    public static Builder with(Models models, Path folder) {
        return new Builder(models, folder);
    }

    private LocalServer started() {
        try {
            from.folders.forEach(this::add);
            from.streams.forEach(this::add);
            if (from.http != null) {
                http = new JettyServer(from.http, from.limits,
                        new Routes(from.answers.apply(recorder()), from.metrics,
                                new PageData(from.models, sinks))::answer);
                http.start();
            }
            sources.forEach(Source::start);
            return this;
        } catch (RuntimeException | Error failure) {
            closeAfter(failure);
            throw failure;
        }
    }

    // What is answered over HTTP is a result like any other: stored before the answer leaves.
    private AnswerRecorder recorder() {
        SinkWriter table = new JoiningWriter(sinks.httpResults());
        return from.httpResults.of(new RecordedAnswers(HTTP, table, from.limits));
    }

    private void closeAfter(Throwable failure) {
        try {
            close();
        } catch (RuntimeException also) {
            failure.addSuppressed(also);
        }
    }

    private void add(Watched watched) {
        FunctionRunner<?, ?> runner = runner(watched.definition());
        String function = watched.definition().name();
        sources.add(new FolderSource(watched.settings(), watched.definition().limits().batchRows(),
                runner::run, eventIds -> sinks.poison(function, eventIds), from.log));
    }

    private void add(Streamed streamed) {
        FunctionRunner<?, ?> runner = runner(streamed.definition());
        StreamSource source = new StreamSource(streamed.settings(), streamed.definition().limits(),
                runner::run, new StreamCheckpoints(database), from.log);
        sources.add(source);
        streams.add(source);
    }

    private FunctionRunner<?, ?> runner(FunctionDefinition<?, ?> definition) {
        FunctionRunner<?, ?> runner = new FunctionRunner<>(definition, from.models,
                sinks.forFunction(definition.name()), from.metrics, from.log);
        runners.add(runner);
        return runner;
    }

    /** Where HTTP is answered, with the port really bound. */
    public URI uri() {
        if (http == null) {
            throw new IllegalStateException("expected HTTP settings, got none");
        }
        return http.uri();
    }

    /**
     * Waits until every stream that has an end is stored to its end.
     *
     * @return false if it takes longer than that
     */
    public boolean awaitStreams(Duration most) throws InterruptedException {
        long until = System.nanoTime() + most.toNanos();
        for (StreamSource stream : streams) {
            if (!stream.awaitEnd(Duration.ofNanos(Math.max(0, until - System.nanoTime())))) {
                return false;
            }
        }
        return true;
    }

    /** Lets SIGTERM and Ctrl-C drain: the process ends when what is under way is stored. */
    public void closeOnShutdown() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "drain"));
    }

    /**
     * Takes no more, finishes what is under way, stores it, and lets go of files and ports. Closing twice does nothing.
     */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        sources.forEach(source -> quietly("source", source));
        if (http != null) {
            quietly("HTTP server", http);
        }
        runners.forEach(runner -> quietly("sinks", runner));
        quietly("database", database);
    }

    // One that fails to close must not keep the others open.
    private void quietly(String what, AutoCloseable part) {
        try {
            part.close();
        } catch (Exception failure) {
            from.log.log(StructuredLog.Level.ERROR, "not closed cleanly",
                    Map.of("part", what, "reason", failure.toString()));
        }
    }

    private record Watched(FunctionDefinition<?, ?> definition, FolderSettings settings) {}

    private record Streamed(FunctionDefinition<?, ?> definition, StreamSettings settings) {}

    /** Collects what runs. Not thread-safe. */
    public static final class Builder {
        private final Models models;
        private final Path folder;
        private final List<Watched> folders = new ArrayList<>();
        private final List<Streamed> streams = new ArrayList<>();
        private PrometheusTelemetry metrics = new PrometheusTelemetry();
        private StructuredLog log = StructuredLog.none();
        private Limits limits = Limits.ofDefaults();
        private ResultDatabase.Durability durability = ResultDatabase.Durability.POWER_CUT;
        private HttpResults httpResults = HttpResults.ALL;
        private HttpSettings http;
        private Function<AnswerRecorder, Function<HttpTrigger, HttpResult>> answers;

        private Builder(Models models, Path folder) {
            this.models = Objects.requireNonNull(models, "models");
            this.folder = folder.toAbsolutePath().normalize();
        }

        /** Answers requests by the inference protocol, and stores each answer before it leaves. */
        public Builder http(HttpSettings settings, InferenceEndpoints.Builder endpoints) {
            this.http = Objects.requireNonNull(settings, "settings");
            this.answers = recorder -> endpoints.recording(recorder).build()::handle;
            return this;
        }

        /** Answers requests in a way of one's own; nothing of that is stored. */
        public Builder http(HttpSettings settings, Function<HttpTrigger, HttpResult> own) {
            this.http = Objects.requireNonNull(settings, "settings");
            this.answers = recorder -> own;
            return this;
        }

        /** What HTTP accepts; folders and streams have their definition's. */
        public Builder limits(Limits accepted) {
            this.limits = Objects.requireNonNull(accepted, "limits");
            return this;
        }

        /** What {@code /metrics} shows, if the models count there too. */
        public Builder metrics(PrometheusTelemetry counts) {
            this.metrics = Objects.requireNonNull(counts, "metrics");
            return this;
        }

        /** Which answers over HTTP are kept as results; all unless told. */
        public Builder httpResults(HttpResults kept) {
            this.httpResults = Objects.requireNonNull(kept, "kept");
            return this;
        }

        /** What stored results survive; a power cut unless told. */
        public Builder durability(ResultDatabase.Durability wanted) {
            this.durability = Objects.requireNonNull(wanted, "durability");
            return this;
        }

        /** Where lines go. */
        public Builder log(StructuredLog lines) {
            this.log = Objects.requireNonNull(lines, "log");
            return this;
        }

        /**
         * Calls a function for each file of a folder.
         *
         * @throws InferenceException malformed, if the function has another kind of trigger
         */
        public Builder folder(FunctionDefinition<?, ?> function, FolderSettings settings) {
            requireTrigger(function, TriggerKind.BLOB);
            folders.add(new Watched(function, settings));
            return this;
        }

        /**
         * Calls a function for the lines of a stream.
         *
         * @throws InferenceException malformed, if the function has another kind of trigger
         */
        public Builder stream(FunctionDefinition<?, ?> function, StreamSettings settings) {
            requireTrigger(function, TriggerKind.STREAM);
            streams.add(new Streamed(function, settings));
            return this;
        }

        private static void requireTrigger(FunctionDefinition<?, ?> function, TriggerKind expected) {
            if (function.trigger() != expected) {
                throw InferenceException.mismatch(function.toString(), "a trigger of kind " + expected,
                        function.trigger());
            }
        }

        /**
         * Opens the database, binds the port and starts the sources.
         *
         * @throws InferenceException unavailable, if one of them cannot be had, naming it
         */
        public LocalServer start() {
            return new LocalServer(this).started();
        }
    }
}
