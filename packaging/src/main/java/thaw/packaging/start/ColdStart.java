package thaw.packaging.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

import thaw.InferenceException;
import thaw.json.JsonObject;

/** Starts a packaged artefact here as its platform does, and takes the time of each phase. Not thread-safe. */
public final class ColdStart {

    /** The phase from the end of initialisation to the answer. */
    static final String FIRST_ANSWER = "first answer";

    private static final String PROCESS = "process and classes";
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final double NANOS_PER_MILLI = 1e6;
    private static final Map<String, String> TITLES = Map.of("process", "process and runtime",
            "native_library",
            "native library", "early_session", "early session", "model_files", "model files", "verify",
            "model check");

    private final Path artefact;
    private final StartCommand command;
    private byte[] request;
    private List<String> before = List.of();
    private boolean evicted;

    private ColdStart(Path artefact, StartCommand command, byte[] request) {
        this.artefact = artefact;
        this.command = command;
        this.request = request;
    }

    /**
     * Takes what was packaged.
     *
     * @param artefact its folder, or a file in it
     * @throws InferenceException not found or malformed, if it is none
     */
    public static ColdStart of(Path artefact) throws IOException {
        StartCommand command = StartCommand.read(artefact);
        Path folder = StartCommand.file(artefact).toAbsolutePath().getParent();
        return new ColdStart(folder, command, Files.readAllBytes(folder.resolve(command.request())));
    }

    /** Sends that instead of the model's own sample: an event of Lambda, or a request as {@code request.json} has it. */
    public ColdStart request(byte[] bytes) {
        this.request = bytes.clone();
        return this;
    }

    /** Lets the process have so many processors. */
    public ColdStart cpus(int processors) {
        this.before = List.of("taskset", "-c", processors == 1 ? "0" : "0-" + (processors - 1));
        return this;
    }

    /** Before each run, drops the artefact's files from the memory that the system keeps of files. */
    public ColdStart evicted() {
        this.evicted = true;
        return this;
    }

    /**
     * Starts it again and again.
     *
     * @param done hears of each run
     * @throws InferenceException unavailable, if it does not start or answer, with what it said
     */
    public ColdStarts runs(int times, Consumer<ColdRun> done) throws IOException {
        List<ColdRun> runs = new ArrayList<>(times);
        for (int i = 0; i < times; i++) {
            if (evicted) {
                evict();
            }
            ColdRun run = run();
            runs.add(run);
            done.accept(run);
        }
        return new ColdStarts(command.function(), command.target(), runs);
    }

    private ColdRun run() throws IOException {
        try (LocalStart instance = LocalStart.of(artefact, command, before, Map.of())) {
            Answer answer = instance.call(request, LONGEST);
            double total = instance.age() / NANOS_PER_MILLI;
            if (!answer.ok()) {
                throw InferenceException.unavailable(command.function(),
                        "answered by a failure: " + answer.text(),
                        null);
            }
            ProcessFigures figures = ProcessFigures.of(instance.pid());
            return new ColdRun(phases(instance, total), total, figures.resident(), figures.cpu());
        }
    }

    // What the function's own log line tells, what was before it, and what is left of the whole.
    private static Map<String, Double> phases(LocalStart instance, double total) {
        Map<String, Double> phases = new LinkedHashMap<>();
        Optional<JsonObject> line = instance.coldStart();
        line.ifPresent(json -> {
            // By the clock: what a process knows of its own start is rounded.
            double ready = millis(Duration.between(instance.started(), Instant.parse(json.string("time"))));
            phases.put(PROCESS, Math.max(0, ready - json.number("init_ms")));
            JsonObject own = json.required("phases_ms");
            JsonObject model = json.required("model_ms");
            boolean detailed = !model.keys().isEmpty();
            own.keys().stream().filter(phase -> !phase.equals("process"))
                    .filter(phase -> !detailed || !phase.equals("model"))
                    .forEach(phase -> phases.put(title(phase), own.number(phase)));
            model.keys().forEach(phase -> phases.put(title(phase), model.number(phase)));
        });
        double known = phases.values().stream().mapToDouble(Double::doubleValue).sum();
        phases.put(FIRST_ANSWER, Math.max(0, total - known));
        return phases;
    }

    private static double millis(Duration time) {
        return time.toNanos() / NANOS_PER_MILLI;
    }

    private static String title(String phase) {
        return TITLES.getOrDefault(phase, phase);
    }

    private void evict() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(artefact)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Process dropped = new ProcessBuilder("dd", "if=" + file, "iflag=nocache", "count=0",
                    "status=none")
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            try {
                dropped.waitFor(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
