package thaw.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import thaw.InferenceException;
import thaw.json.Json;
import thaw.json.JsonObject;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The held-out inputs in the folder {@code samples/data}. Immutable. */
final class DemoData {

    // The right answer is in the name: digit-7-1635.png.
    private static final Pattern PICTURE = Pattern.compile("digit-(\\d)-\\S+\\.(png|jpg|gif)");

    private final Path data;

    private DemoData(Path data) {
        this.data = data;
    }

    /**
     * Those below the folder of samples.
     *
     * @throws InferenceException unavailable, if they are not there
     */
    static DemoData in(Path samples) {
        Path data = samples.resolve("data");
        if (!Files.isDirectory(data)) {
            throw InferenceException.unavailable(data.toString(),
                    "does not exist; run the demo from a clone, or name its folder 'samples' with --samples",
                    null);
        }
        return new DemoData(data);
    }

    /** The pictures, sorted by name. */
    List<DemoCase> pictures(DemoCase.Way way) {
        List<DemoCase> cases = new ArrayList<>();
        try (Stream<Path> files = Files.list(data.resolve("digits"))) {
            for (Path file : files.sorted().toList()) {
                Matcher name = PICTURE.matcher(DemoCase.nameOf(file));
                if (name.matches()) {
                    cases.add(new DemoCase("digits", way, name.group(), "application/octet-stream",
                            Files.readAllBytes(file), name.group(1)));
                }
            }
            return cases;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The patients, each as its features. */
    List<DemoCase> patients() {
        return lines("risk/patients.ndjson").stream()
                .map(line -> record("risk", DemoCase.Way.HTTP, line, Json.bytes(line.get("features"))))
                .toList();
    }

    /** The sentences, each as the whole record. */
    List<DemoCase> sentences() {
        List<DemoCase> cases = new ArrayList<>();
        for (JsonObject line : lines("sentiment/sentences.ndjson")) {
            cases.add(record("sentiment", DemoCase.Way.STREAM, line,
                    Json.bytes(Map.of("id", line.string("id"), "text", line.string("text")))));
        }
        return cases;
    }

    private static DemoCase record(String model, DemoCase.Way way, JsonObject line, byte[] body) {
        return new DemoCase(model, way, line.string("id"), "application/json", body, line.string("label"));
    }

    private List<JsonObject> lines(String name) {
        Path file = data.resolve(name);
        try {
            return Files.readAllLines(file, UTF_8).stream()
                    .map(line -> JsonObject.parse(line.getBytes(UTF_8), file.toString())).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
