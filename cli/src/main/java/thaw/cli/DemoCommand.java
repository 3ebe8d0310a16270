package thaw.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import thaw.Limits;
import thaw.http.CorsPolicy;
import thaw.local.HttpResults;
import thaw.local.HttpSettings;
import thaw.model.Loading;
import thaw.telemetry.StructuredLog;

/** Shows on this machine, with real models and inputs, what Thaw does. */
@Command(name = "demo", description = {
        "Serve the three samples, send them held-out inputs over HTTP, by a watched folder and by a stream, and show "
                + "the answers.",
        ""})
final class DemoCommand implements Callable<Integer> {

    private static final int USUAL_PORT = 8080;

    private final Terminal terminal;
    private final ModelOptions options = new ModelOptions();

    @Option(names = "--once", description = "End when all answers are there: 0 if enough are right, else 1.")
    private boolean once;

    @Option(names = "--all", description = "Show every answer, not only the first ones.")
    private boolean all;

    @Option(names = "--port", paramLabel = "N", converter = PortOption.class, description = "Port of HTTP, 0 for any free one; default: 8080, or another if that is taken.")
    private Integer port;

    @Option(names = "--samples", paramLabel = "DIR", description = "The samples; default: those of the clone.")
    private Path samples;

    DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path from = samples != null ? samples
                : Path.of(System.getProperty("thaw.home", ".")).resolve("samples");
        DemoData data = DemoData.in(from);
        DemoPlaces places = DemoPlaces.create();
        try (Serving serving = start(from, places)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(serving, places), "drain"));
            DemoReport report = run(new DemoRun(places, data, new DemoClient(serving.uri())));
            report.print(terminal.out(), all);
            if (!once) {
                stayUp(serving, places);
            }
            return report.passed() ? ExitCode.OK : ExitCode.FAILURE;
        } finally {
            places.delete();
        }
    }

    // Ctrl-C ends the process here, and not in the block that started it all.
    private void end(Serving serving, DemoPlaces places) {
        serving.close();
        try {
            places.delete();
        } catch (IOException left) {
            terminal.say("the folder " + places.folder() + " could not be removed: " + left.getMessage());
        }
    }

    private DemoReport run(DemoRun run) throws IOException, InterruptedException {
        try (ProgressBar progress = new ProgressBar(terminal, "asking", run.total())) {
            return run.report(progress);
        }
    }

    private Serving start(Path from, DemoPlaces places) throws IOException {
        ServeSettings settings = new ServeSettings(List.of(from.resolve("models")), List.of(),
                HttpSettings.onPort(port != null ? port : freePort()), CorsPolicy.off(),
                List.of(new SourceOption(places.inbox().toString(), "digits")),
                List.of(new SourceOption(places.stream().toString(), "sentiment")), true, places.folder(),
                Set.of(), HttpResults.ALL, StructuredLog.Level.WARN);
        return Serving.start(settings, Limits.ofDefaults(), terminal,
                (path, metrics, log) -> options.catalog(path, Loading.EAGER, metrics, log).open());
    }

    // Whoever tries this out has something on 8080 more often than not.
    private static int freePort() {
        try (ServerSocket probe = new ServerSocket(USUAL_PORT, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException taken) {
            return 0;
        }
    }

    private void stayUp(Serving serving, DemoPlaces places) throws InterruptedException {
        terminal.out().println();
        terminal.out().println("Look at        " + serving.uri());
        terminal.out().println("The database   " + places.database());
        terminal.out().println("Drop a digit   into " + places.inbox());
        terminal.out().println("Ctrl-C ends, and removes the demo's folder.");
        new CountDownLatch(1).await();
    }
}
