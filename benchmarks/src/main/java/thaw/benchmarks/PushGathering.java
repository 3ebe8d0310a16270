package thaw.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import thaw.Deadline;
import thaw.InferenceException;
import thaw.Payload;
import thaw.TriggerEvent.HttpTrigger;
import thaw.gcp.GoogleFunction;
import thaw.hosting.PlaceKind;
import thaw.run.ResultRecord;
import thaw.run.SinkWriter;

/**
 * Pushes of one sentence each from 64 clients to one instance: gathered into common runs and writes, and each for itself,
 * in turn. Over the wire to the real invoker, with Google's own emulator of Firestore as the sink; and without either, into
 * a sink that keeps nothing and takes no time, or as long as a store nearby.
 */
final class PushGathering {

    private static final Map<String, String> GATHERED = Map.of();
    private static final Map<String, String> WAITING = Map.of("THAW_LIMIT_BATCH_MILLIS", "5");
    // Each message a run and a write of its own: all clients' side by side, and as many as the instance runs otherwise.
    private static final Map<String, String> ALL_ALONE = Map.of("THAW_LIMIT_BATCH_ROWS", "1",
            "THAW_LIMIT_CONCURRENCY", Integer.toString(PushLoad.CLIENTS));
    private static final Map<String, String> SOME_ALONE = Map.of("THAW_LIMIT_BATCH_ROWS", "1");

    private final Arguments arguments;
    private final PushedSentences sentences = new PushedSentences();

    private PushGathering(Arguments arguments) throws IOException {
        this.arguments = arguments;
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

    private static Map<String, String> settings(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of("THAW_TRIGGER", "stream", "THAW_MODEL",
                "sentiment", "THAW_MODELS", Repositories.file("samples/models").toString(), "THAW_SINKS",
                "results", "THAW_SINK_RESULTS", "firestore:results", "GOOGLE_CLOUD_PROJECT", "example"));
        settings.putAll(more);
        return settings;
    }

    private static GoogleFunction function(Map<String, String> limits, long writeMillis) {
        return GoogleFunction.of(settings(limits))
                .log(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .places(kind -> new PlaceKind(kind.name(), kind.form(), kind.holds(),
                        (place, function) -> new SlowSink(writeMillis)))
                .open();
    }

    /** A client without a wire. */
    private record Caller(PushedSentences sentences, GoogleFunction function) implements PushLoad.Client {

        @Override
        public void push(int message) {
            HttpTrigger push = new HttpTrigger("push", "POST", "/", Map.of(),
                    Map.of("content-type", List.of("application/json")),
                    Payload.of(sentences.envelope(message), "application/json"), Deadline.none());
            int status = function.answer(push).status();
            if (status != 204) {
                throw new IllegalStateException("expected 204, got " + status);
            }
        }

        @Override
        public void close() {}
    }

    private String inProcess(long writeMillis) throws Exception {
        try (GoogleFunction gathered = function(GATHERED, writeMillis);
                GoogleFunction all = function(ALL_ALONE, writeMillis);
                GoogleFunction some = function(SOME_ALONE, writeMillis)) {
            PushRounds measured = rounds(List.of(() -> new Caller(sentences, gathered),
                    () -> new Caller(sentences, all), () -> new Caller(sentences, some)), List.of());
            return measured.rates("a write takes " + writeMillis + " ms, no wire", 0, 1, 2);
        }
    }

    private List<String> overTheWire(GoogleProcesses google) throws Exception {
        Optional<ServerProcess> emulator = google.firestore();
        if (emulator.isEmpty()) {
            System.err.println("no emulator of Firestore: install the Google Cloud CLI with it");
            return List.of();
        }
        try (ServerProcess firestore = emulator.get();
                ServerProcess gathered = invoked(google, "gathered", firestore, GATHERED);
                ServerProcess waiting = invoked(google, "waiting", firestore, WAITING);
                ServerProcess all = invoked(google, "all-alone", firestore, ALL_ALONE);
                ServerProcess some = invoked(google, "some-alone", firestore, SOME_ALONE)) {
            List<ServerProcess> instances = List.of(gathered, waiting, all, some);
            PushRounds measured = rounds(instances.stream().map(this::client).toList(), instances);
            return List.of(measured.rates("Firestore's emulator, through the invoker", 0, 2, 3),
                    measured.rates("the same, a run waits up to 5 ms for more", 1, 2, 3),
                    measured.costs("the instance's processor time, us a message", 0, 2, 3),
                    measured.costs("the same, a run waits up to 5 ms for more", 1, 2, 3));
        }
    }

    private static ServerProcess invoked(GoogleProcesses google, String name, ServerProcess firestore,
            Map<String, String> limits) throws Exception {
        Map<String, String> settings = settings(limits);
        settings.put("FIRESTORE_EMULATOR_HOST", firestore.base().getAuthority());
        settings.put("THAW_FUNCTION", name);
        return google.function(name, settings);
    }

    private PushLoad.Target client(ServerProcess function) {
        return () -> new PushClient(sentences, function.base().getPort());
    }

    private PushRounds rounds(List<PushLoad.Target> targets, List<ServerProcess> instances) throws Exception {
        PushRounds measured = new PushRounds(targets, instances);
        measured.warmUp(arguments.number("warm-up", 6000));
        for (int round = 0; round < arguments.number("rounds", 5); round++) {
            measured.round(arguments.number("millis", 2000));
        }
        return measured;
    }

    public static void main(String[] words) throws Exception {
        Arguments arguments = new Arguments(words);
        PushGathering benchmark = new PushGathering(arguments);
        List<String> lines = new ArrayList<>(List.of(PushLoad.CLIENTS
                + " clients push sentences to one instance, messages a second; medians of rounds in turn.",
                "",
                "| Sink | Gathered | One at a time, all side by side | Gain (least to most)"
                        + " | One at a time, as many as runs | Gain (least to most) |",
                "|---|---|---|---|---|---|"));
        if (arguments.text("wire", "yes").equals("yes")) {
            lines.addAll(benchmark.overTheWire(new GoogleProcesses(arguments.work())));
        }
        for (long millis : List.of(0L, 5L, 20L)) {
            lines.add(benchmark.inProcess(millis));
        }
        arguments.writeResult(lines);
    }
}
