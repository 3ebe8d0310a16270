package thaw.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import thaw.Deadline;
import thaw.FunctionDefinition;
import thaw.Limits;
import thaw.Models;
import thaw.Ordering;
import thaw.Prediction;
import thaw.Sink;
import thaw.TriggerEvent.StreamTrigger;
import thaw.TriggerItem;
import thaw.TriggerResult;
import thaw.local.LocalServer;
import thaw.local.StreamSettings;
import thaw.run.FunctionRunner;
import thaw.run.SinkConnector;
import thaw.telemetry.StructuredLog;
import thaw.telemetry.Telemetry;

/**
 * Records of the text sample through the runner: batches of so many rows against one at a time, in turn, round after
 * round in one process. Once with results thrown away, which shows the runner and the model; once into SQLite as the
 * local adapter stores them.
 */
public final class StreamRounds {

    /** Where results go. */
    private enum Place {
        NOWHERE("thrown away"), SQLITE("lines of a file to SQLite");

        private final String text;

        Place(String text) {
            this.text = text;
        }
    }

    /** One at a time takes so long that a tenth of the records must do; what is compared is records a second. */
    private static final int SINGLE_SHARE = 10;

    private record Way(Place place, int batchRows) {}

    private final Arguments arguments;
    private final Sentences sentences;
    private final List<TriggerItem> items;
    private final Map<Way, List<Double>> rates = new LinkedHashMap<>();

    private StreamRounds(Arguments arguments) throws IOException {
        this.arguments = arguments;
        this.sentences = new Sentences();
        this.items = sentences.items(arguments.number("records", 100_000));
    }

    /**
     * Measures, and writes a page.
     *
     * @param words {@code --records 100000 --rounds 3 --batch 64 --result FILE}
     */
    public static void main(String[] words) throws IOException {
        Arguments arguments = new Arguments(words);
        StreamRounds rounds = new StreamRounds(arguments);
        rounds.measure();
        arguments.writeResult(rounds.page());
    }

    private void measure() throws IOException {
        int batch = arguments.number("batch", 64);
        int warmUp = Math.min(items.size(), 20_000);
        for (Place place : Place.values()) {
            measure(new Way(place, batch), items.subList(0, warmUp));
            measure(new Way(place, 1), items.subList(0, warmUp / SINGLE_SHARE));
            for (int round = 0; round < arguments.number("rounds", 3); round++) {
                for (int rows : new int[]{1, batch}) {
                    Way way = new Way(place, rows);
                    double rate = measure(way,
                            rows == 1 ? items.subList(0, items.size() / SINGLE_SHARE) : items);
                    rates.computeIfAbsent(way, first -> new ArrayList<>()).add(rate);
                    System.err.printf(Locale.ROOT, "%s, %d a run: %.0f records/s%n", place.text, rows, rate);
                }
            }
        }
    }

    /** Records a second. */
    private double measure(Way way, List<TriggerItem> records) throws IOException {
        return switch (way.place()) {
            case NOWHERE -> {
                DiscardingSink sink = new DiscardingSink();
                double rate = measure(way.batchRows(), records, sink);
                requireAll(records.size(), sink.stored());
                yield rate;
            }
            case SQLITE -> measureStream(way.batchRows(), records.size());
        };
    }

    /** From a file of lines, through the local adapter, into its database. */
    private double measureStream(int batchRows, int records) throws IOException {
        Path folder = Files.createTempDirectory(arguments.work(), "stream");
        Path lines = folder.resolve("sentences.ndjson");
        sentences.write(lines, records);
        Limits limits = limits(batchRows);
        FunctionDefinition<?, ?> definition = definition(limits);
        try (var catalog = Repositories.open(Repositories.of("sentiment"), limits)) {
            load(catalog, definition);
            long start = System.nanoTime();
            try (LocalServer server = LocalServer.with(catalog, folder)
                    .stream(definition,
                            StreamSettings.of("sentences", new StreamSettings.Origin.File(lines, false)))
                    .start()) {
                requireEnded(server);
                return records / ((System.nanoTime() - start) / 1e9);
            }
        }
    }

    private static void requireEnded(LocalServer server) {
        try {
            if (!server.awaitStreams(Duration.ofHours(1))) {
                throw new IllegalStateException("the stream did not end within an hour");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stop);
        }
    }

    private static Limits limits(int batchRows) {
        return Limits.ofDefaults().toBuilder().batchRows(batchRows).build();
    }

    private static FunctionDefinition<?, Prediction> definition(Limits limits) {
        return FunctionDefinition.onStream("sentiment").limits(limits).sink(Sink.table("results")).build();
    }

    private static double measure(int batchRows, List<TriggerItem> records, SinkConnector sinks) {
        Limits limits = limits(batchRows);
        FunctionDefinition<?, Prediction> definition = definition(limits);
        try (var catalog = Repositories.open(Repositories.of("sentiment"), limits);
                var runner = new FunctionRunner<>(definition, catalog, sinks, Telemetry.NONE,
                        StructuredLog.none())) {
            load(catalog, definition);
            long start = System.nanoTime();
            for (int from = 0; from < records.size(); from += batchRows) {
                List<TriggerItem> batch = records.subList(from, Math.min(records.size(), from + batchRows));
                requireStored(runner.run(new StreamTrigger("b" + from, Ordering.CHECKPOINT, batch,
                        Deadline.none())));
            }
            return records.size() / ((System.nanoTime() - start) / 1e9);
        }
    }

    /** Now, so that it is not measured. */
    private static void load(Models models, FunctionDefinition<?, ?> definition) {
        models.lease(definition.model()).close();
    }

    private static void requireStored(TriggerResult result) {
        if (result instanceof TriggerResult.BatchResult some && !some.failures().isEmpty()) {
            throw new IllegalStateException("expected every record stored", some.failures().get(0).cause());
        }
    }

    private static void requireAll(long expected, long actual) {
        if (expected != actual) {
            throw new IllegalStateException("expected " + expected + " results, got " + actual);
        }
    }

    private List<String> page() {
        int batch = arguments.number("batch", 64);
        List<String> lines = new ArrayList<>();
        lines.add("| Results | Rows a run | Records/s, median | least | most | Against one at a time |");
        lines.add("|---|---|---|---|---|---|");
        for (Place place : Place.values()) {
            Figures single = new Figures(rates.get(new Way(place, 1)));
            Figures batched = new Figures(rates.get(new Way(place, batch)));
            lines.add(row(place, 1, single, ""));
            lines.add(row(place, batch, batched,
                    String.format(Locale.ROOT, "**%.1fx**", batched.median() / single.median())));
        }
        return lines;
    }

    private static String row(Place place, int rows, Figures rates, String ratio) {
        return String.format(Locale.ROOT, "| %s | %d | %,.0f | %,.0f | %,.0f | %s |", place.text, rows,
                rates.median(), rates.least(), rates.most(), ratio);
    }
}
