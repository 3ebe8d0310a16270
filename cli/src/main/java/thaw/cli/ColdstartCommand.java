package thaw.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import thaw.json.Json;
import thaw.packaging.start.ColdStart;
import thaw.packaging.start.ColdStarts;
import thaw.packaging.start.PhaseChart;

/** Measures how a packaged function starts. */
@Command(name = "coldstart", description = {
        "Start what 'thaw package' made here, as its platform does, and draw how long each phase takes until the first "
                + "answer.",
        ""})
final class ColdstartCommand implements Runnable {

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "ARTEFACT", description = "The folder that was packaged into, or the zip or tar in it.")
    private Path artefact;

    @Option(names = "-n", paramLabel = "N", defaultValue = "5", description = "How many starts; default: ${DEFAULT-VALUE}.")
    private int times;

    @Option(names = "--request", paramLabel = "FILE", description = "What to send, in the form of the artefact's request.json, which is the default.")
    private Path request;

    @Option(names = "--cpus", paramLabel = "N", description = "Processors that the function gets; default: all.")
    private Integer cpus;

    @Option(names = "--evict", description = "Before each start, drop the artefact's files from the memory that the system keeps of files.")
    private boolean evict;

    @Option(names = "--svg", paramLabel = "FILE", description = "Write the chart as a picture, too.")
    private Path svg;

    @Option(names = "--json", description = "Print JSON, in the shape of docs/package.md.")
    private boolean json;

    ColdstartCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        requirePositive("-n", times);
        try {
            ColdStarts starts = measured();
            PhaseChart chart = new PhaseChart(starts);
            if (svg != null) {
                Files.writeString(svg, chart.svg());
            }
            if (json) {
                terminal.out().println(Json.text(starts.tree()));
            } else {
                chart.lines().forEach(terminal.out()::println);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void requirePositive(String option, int value) {
        if (value < 1) {
            throw new ParameterException(spec.commandLine(),
                    "Invalid value for option '" + option + "': expected 1 or more, got " + value);
        }
    }

    private ColdStarts measured() throws IOException {
        ColdStart start = ColdStart.of(artefact);
        if (request != null) {
            start.request(Files.readAllBytes(request));
        }
        if (cpus != null) {
            requirePositive("--cpus", cpus);
            start.cpus(cpus);
        }
        if (evict) {
            start.evicted();
        }
        try (ProgressBar bar = new ProgressBar(terminal, "starting", times)) {
            return start.runs(times, run -> bar.step(Math.round(run.total()) + " ms"));
        }
    }
}
