package thaw.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import thaw.InferenceException;

/** Sends every held-out input to a running server, each its way, and gathers the answers. Not thread-safe. */
final class DemoRun {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LOOK_AGAIN_MILLIS = 50;
    private static final double MICROS_PER_MILLI = 1000;
    // Some below what the samples' pages measure, far above chance.
    private static final double DIGITS_FLOOR = 0.95;
    private static final double RISK_FLOOR = 0.95;
    private static final double SENTIMENT_FLOOR = 0.70;

    private final DemoPlaces places;
    private final DemoData data;
    private final DemoClient client;
    // By the reference that a stored result has.
    private final Map<String, DemoCase> awaited = new LinkedHashMap<>();
    private final Map<String, DemoAnswer> stored = new HashMap<>();

    DemoRun(DemoPlaces places, DemoData data, DemoClient client) {
        this.places = places;
        this.data = data;
        this.client = client;
    }

    /** How many answers there will be. */
    int total() {
        return 2 * data.pictures(DemoCase.Way.FOLDER).size() + data.patients().size()
                + data.sentences().size();
    }

    /**
     * Sends everything and waits until it is stored.
     *
     * @throws InferenceException if an input is refused, or its result is not stored within a minute
     */
    DemoReport report(ProgressBar progress) throws IOException, InterruptedException {
        List<DemoCase> uploads = data.pictures(DemoCase.Way.FOLDER);
        List<DemoCase> sentences = data.sentences();
        uploads.forEach(upload -> awaited.put(upload.name(), upload));
        stream(sentences);
        for (DemoCase upload : uploads) {
            copy(upload);
        }
        List<DemoAnswer> posted = posted(data.pictures(DemoCase.Way.HTTP), progress);
        List<DemoAnswer> patients = posted(data.patients(), progress);
        awaitStored(progress);
        return new DemoReport(List.of(
                new DemoReport.Part("digits", DemoCase.Way.FOLDER, uploads.size(), storedOf("digits"),
                        DIGITS_FLOOR),
                new DemoReport.Part("digits", DemoCase.Way.HTTP, uploads.size(), posted, DIGITS_FLOOR),
                new DemoReport.Part("risk", DemoCase.Way.HTTP, patients.size(), patients, RISK_FLOOR),
                new DemoReport.Part("sentiment", DemoCase.Way.STREAM, sentences.size(), storedOf("sentiment"),
                        SENTIMENT_FLOOR)));
    }

    private void stream(List<DemoCase> sentences) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (DemoCase sentence : sentences) {
            awaited.put(places.reference(lines.size()), sentence);
            lines.writeBytes(sentence.body());
            lines.write('\n');
        }
        Files.write(places.stream(), lines.toByteArray(), StandardOpenOption.APPEND);
    }

    // As an upload should: written under a name that is left alone, then renamed.
    private void copy(DemoCase upload) throws IOException {
        Path unfinished = places.inbox().resolve(upload.name() + ".part");
        Files.write(unfinished, upload.body());
        Files.move(unfinished, places.inbox().resolve(upload.name()), StandardCopyOption.ATOMIC_MOVE);
    }

    private List<DemoAnswer> posted(List<DemoCase> cases, ProgressBar progress) {
        List<DemoAnswer> answers = new ArrayList<>();
        for (DemoCase asked : cases) {
            answers.add(client.predict(asked));
            progress.step(asked.name());
        }
        return answers;
    }

    private void awaitStored(ProgressBar progress) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (stored.size() < awaited.size()) {
            client.results().forEach(row -> take(row, progress));
            if (System.nanoTime() > end) {
                throw InferenceException.unavailable("results", "expected " + awaited.size() + " within "
                        + PATIENCE.toSeconds() + " s, got " + stored.size(), null);
            }
            if (stored.size() < awaited.size()) {
                Thread.sleep(LOOK_AGAIN_MILLIS);
            }
        }
    }

    private void take(Map<?, ?> row, ProgressBar progress) {
        String reference = String.valueOf(row.get("input"));
        DemoCase asked = awaited.get(reference);
        if (asked == null || stored.containsKey(reference)) {
            return;
        }
        if (!"predicted".equals(row.get("status"))) {
            throw InferenceException.internal(reference, "was set aside: " + row.get("reason"), null);
        }
        double millis = ((Number) row.get("latency_us")).doubleValue() / MICROS_PER_MILLI;
        stored.put(reference, DemoAnswer.of(asked, (Map<?, ?>) row.get("output"), millis));
        progress.step(asked.name());
    }

    private List<DemoAnswer> storedOf(String model) {
        return awaited.keySet().stream().map(stored::get)
                .filter(answer -> answer.asked().model().equals(model))
                .toList();
    }
}
