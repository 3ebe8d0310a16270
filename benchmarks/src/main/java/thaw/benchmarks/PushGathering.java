package thaw.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import thaw.Deadline;
import thaw.InferenceException;
import thaw.Payload;
import thaw.TriggerEvent.HttpTrigger;
import thaw.TriggerItem;
import thaw.gcp.GoogleFunction;
import thaw.hosting.PlaceKind;
import thaw.json.Json;
import thaw.run.ResultRecord;
import thaw.run.SinkWriter;

/**
 * Pushes of one sentence each from 64 clients to one instance: gathered into common runs, and one at a time
 * ({@code BATCH_ROWS} 1), in turn. A write to the sink takes as long as to a store nearby, or nothing.
 */
final class PushGathering {

    private static final int CLIENTS = 64;

    private static final int MESSAGES = 6400;

    private final long millis;
    private final int rounds;
    private final List<HttpTrigger> pushes = new ArrayList<>();

    private PushGathering(long millis, int rounds) throws IOException {
        this.millis = millis;
        this.rounds = rounds;
        for (TriggerItem item : new Sentences().items(MESSAGES)) {
            pushes.add(push(item.payload(), item.eventId()));
        }
    }

    private static HttpTrigger push(Payload sentence, String id) {
        byte[] envelope = Json.bytes(Map.of("subscription", "projects/p/subscriptions/s", "message", Map.of(
                "messageId", id, "data", Base64.getEncoder().encodeToString(sentence.bytes(1 << 20)))));
        return new HttpTrigger(id, "POST", "/", Map.of(), Map.of("content-type", List.of("application/json")),
                Payload.of(envelope, "application/json"), Deadline.none());
    }

    /** Keeps nothing, and takes its time for each write. Thread-safe. */
    private record SlowSink(long millis) implements SinkWriter {

        @Override
        public Map<Integer, InferenceException> store(List<ResultRecord> records) {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            return Map.of();
        }
    }

    private static GoogleFunction function(int rows, long writeMillis) {
        Map<String, String> settings = new HashMap<>(Map.of("THAW_TRIGGER", "stream", "THAW_MODEL",
                "sentiment",
                "THAW_MODELS", Repositories.file("samples/models").toString(), "THAW_SINKS", "results",
                "THAW_SINK_RESULTS", "firestore:results", "THAW_LIMIT_BATCH_ROWS", Integer.toString(rows),
                "GOOGLE_CLOUD_PROJECT", "example"));
        return GoogleFunction.of(settings)
                .log(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .places(kind -> new PlaceKind(kind.name(), kind.form(), kind.holds(),
                        (place, function) -> new SlowSink(writeMillis)))
                .open();
    }

    /** Messages a second: each client pushes the next as soon as its last is done, until the time is over. */
    private double measured(GoogleFunction function) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        AtomicInteger next = new AtomicInteger();
        try {
            long start = System.nanoTime();
            long end = start + TimeUnit.MILLISECONDS.toNanos(millis);
            Callable<Integer> client = () -> pushed(function, next, end);
            long done = 0;
            for (Future<Integer> pushed : clients.invokeAll(Collections.nCopies(CLIENTS, client))) {
                done += pushed.get();
            }
            return done * (double) TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - start);
        } finally {
            clients.shutdown();
        }
    }

    private int pushed(GoogleFunction function, AtomicInteger next, long end) {
        int done = 0;
        do {
            int status = function.answer(pushes.get(next.getAndIncrement() % MESSAGES)).status();
            if (status != 204) {
                throw new IllegalStateException("expected 204, got " + status);
            }
            done++;
        } while (System.nanoTime() < end);
        return done;
    }

    private String row(long writeMillis) throws Exception {
        List<Double> together = new ArrayList<>();
        List<Double> alone = new ArrayList<>();
        List<Double> gains = new ArrayList<>();
        try (GoogleFunction gathering = function(32, writeMillis);
                GoogleFunction single = function(1, writeMillis)) {
            measured(gathering);
            measured(single);
            for (int round = 0; round < rounds; round++) {
                together.add(measured(gathering));
                alone.add(measured(single));
                gains.add(together.get(round) / alone.get(round));
            }
        }
        return String.format("| %d ms | %.0f | %.0f | %.1f (%.1f to %.1f) |", writeMillis,
                new Figures(together).median(), new Figures(alone).median(), new Figures(gains).median(),
                new Figures(gains).least(), new Figures(gains).most());
    }

    public static void main(String[] words) throws Exception {
        Arguments arguments = new Arguments(words);
        PushGathering benchmark = new PushGathering(arguments.number("millis", 2000),
                arguments.number("rounds", 5));
        List<String> lines = new ArrayList<>(List.of(CLIENTS
                + " clients push sentences to one instance, each for " + benchmark.millis + " ms, "
                + benchmark.rounds + " rounds in turn; messages a second, medians.", "",
                "| A write takes | Gathered | One at a time | Gain (least to most) |", "|---|---|---|---|"));
        for (long millis : List.of(0L, 5L, 20L)) {
            lines.add(benchmark.row(millis));
        }
        arguments.writeResult(lines);
    }
}
