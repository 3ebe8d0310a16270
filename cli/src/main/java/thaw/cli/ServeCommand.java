package thaw.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import thaw.InferenceException;
import thaw.http.CorsPolicy;
import thaw.local.HttpResults;
import thaw.local.HttpSettings;
import thaw.model.Loading;
import thaw.model.ModelCatalog;
import thaw.telemetry.StructuredLog;

/** Serves models and functions until it is told to end. */
@Command(name = "serve", description = {
        "Serve models over HTTP, and to files of folders and lines of streams. Ctrl-C drains: what is under way is "
                + "finished and stored.",
        ""})
final class ServeCommand implements Runnable {

    private static final String JAR = ".jar";
    private static final Pattern ORIGIN = Pattern.compile("\\*|https?://[^/\\s]+");

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "PATH", arity = "1..*", description = {
            "A package (folder with model.onnx), an .onnx file, the versions of one model (<version>/model.onnx), a "
                    + "repository (<model>/<version>/model.onnx), or a function's jar. May be repeated."})
    private List<Path> paths;

    @Option(names = "--models", paramLabel = "PATH", description = "Where a jar's model is; default: the folder 'models' beside the jar.")
    private List<Path> jarModels = new ArrayList<>();

    @Option(names = "--port", paramLabel = "N", converter = PortOption.class, defaultValue = "8080", description = "Port of HTTP, 0 for any free one; default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(names = "--host", paramLabel = "ADDRESS", defaultValue = "127.0.0.1", description = "Address to listen on, 0.0.0.0 for all; default: ${DEFAULT-VALUE}.")
    private String host;

    @Option(names = "--watch", paramLabel = "DIR[=MODEL]", converter = SourceOption.Converter.class, description = "Every file that appears in DIR is an input. May be repeated.")
    private List<SourceOption> watched = new ArrayList<>();

    @Option(names = "--stream", paramLabel = "FILE[=MODEL]", converter = SourceOption.Converter.class, description = "Every line of a file, a named pipe or standard input (-) is an input. May be repeated.")
    private List<SourceOption> streams = new ArrayList<>();

    @Option(names = "--follow", description = "At the end of a --stream file, wait for more.")
    private boolean follow;

    @Option(names = "--exit-at-end", description = "End once all of every --stream is stored.")
    private boolean exitAtEnd;

    @Option(names = "--data", paramLabel = "DIR", defaultValue = ".thaw", description = "Folder of the results' database, thaw.db; default: ${DEFAULT-VALUE}.")
    private Path data;

    @Option(names = "--also", paramLabel = "FORM", split = ",", description = "Store results as 'files' (DIR/results/EVENT.json) or 'lines' (DIR/results.ndjson), too.")
    private Set<ServeSettings.Also> also = EnumSet.noneOf(ServeSettings.Also.class);

    @Option(names = "--record", paramLabel = "ANSWERS", defaultValue = "all", description = "Which answers over HTTP are stored before they leave: all, predictions (not the tensor protocol's) or none, which is the fastest; default: ${DEFAULT-VALUE}.")
    private HttpResults record;

    @Option(names = "--lazy", description = "Load each model with its first request, not at start.")
    private boolean lazy;

    @Option(names = "--memory-budget", paramLabel = "SIZE", converter = ByteCount.class, description = "The most that models may take together, such as 2g; default: half of the memory.")
    private Long memoryBudget;

    @Option(names = "--refresh", paramLabel = "SECONDS", defaultValue = "0", description = "How often to look for new versions and aliases; default: never.")
    private int refresh;

    @Option(names = "--cors", paramLabel = "ORIGIN", description = "Let pages of that origin call, such as https://example.org. May be repeated.")
    private List<String> origins = new ArrayList<>();

    @Option(names = "--log", paramLabel = "LEVEL", defaultValue = "warn", description = "debug, info (a line for each request), warn or error; default: ${DEFAULT-VALUE}.")
    private StructuredLog.Level log;

    @Mixin
    private ModelOptions options;

    ServeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        try (Serving serving = start(settings())) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(serving), "drain"));
            new ServedTable(serving.models(), serving.uri(), !lazy).lines().forEach(terminal.err()::println);
            terminal.say("results in " + data.resolve("thaw.db").toAbsolutePath().normalize()
                    + "; page, models and metrics at the address below; Ctrl-C ends");
            terminal.out().println(serving.uri());
            await(serving);
        }
    }

    private void drain(Serving serving) {
        if (!serving.ending()) {
            terminal.say("draining");
            serving.close();
        }
    }

    private void await(Serving serving) {
        try {
            if (exitAtEnd) {
                serving.awaitStreams();
            } else {
                new CountDownLatch(1).await();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private Serving start(ServeSettings settings) {
        try (ProgressBar progress = new ProgressBar(terminal, "loading", settings.models().size())) {
            return Serving.start(settings, options.limits(), terminal, (path, metrics, lines) -> {
                ModelCatalog.Builder catalog = options
                        .catalog(path, lazy ? Loading.LAZY : Loading.EAGER,
                                new LoadProgress(metrics, id -> progress.label(id.toString())), lines)
                        .refreshEvery(Duration.ofSeconds(refresh));
                ModelCatalog opened = (memoryBudget == null ? catalog : catalog.memoryBudget(memoryBudget))
                        .open();
                progress.step(path.toString());
                return opened;
            });
        } catch (TypeConversionException refused) {
            throw usage(refused.getMessage());
        }
    }

    private ServeSettings settings() {
        if (exitAtEnd && streams.isEmpty()) {
            throw usage("--exit-at-end: expected a --stream that ends");
        }
        if (refresh < 0) {
            throw usage("--refresh: expected 0 or more seconds, got " + refresh);
        }
        List<Path> jars = paths.stream().filter(path -> path.toString().endsWith(JAR)).toList();
        List<Path> models = new ArrayList<>(jarModels);
        paths.stream().filter(path -> !path.toString().endsWith(JAR)).forEach(models::add);
        if (models.isEmpty()) {
            models.add(besideJar(jars.get(0)));
        }
        return new ServeSettings(models, jars, HttpSettings.onPort(port).host(host), cors(), watched, streams,
                follow, data, also, record, log);
    }

    private Path besideJar(Path jar) {
        if (!Files.isRegularFile(jar)) {
            throw InferenceException.invalidModel(jar.toString(),
                    "does not exist; expected a function's jar");
        }
        Path beside = jar.resolveSibling("models");
        if (!Files.isDirectory(beside)) {
            throw usage(jar + ": expected its model in " + beside + ", or --models PATH");
        }
        return beside;
    }

    private CorsPolicy cors() {
        for (String origin : origins) {
            if (!ORIGIN.matcher(origin).matches()) {
                throw usage(
                        "--cors: expected an origin such as https://example.org, or *, got '" + origin + "'");
            }
        }
        try {
            return CorsPolicy.allowing(origins.toArray(String[]::new));
        } catch (IllegalArgumentException refused) {
            throw usage("--cors: " + refused.getMessage());
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
