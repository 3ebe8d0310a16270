package thaw.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import thaw.json.Json;
import thaw.json.JsonObject;

/** The sample models and their held-out data, found from wherever a test runs. */
public final class SampleData {

    private SampleData() {}

    /** The folder {@code samples} of the repository. */
    public static Path folder() {
        for (Path around = Path.of("").toAbsolutePath(); around != null; around = around.getParent()) {
            if (Files.isDirectory(around.resolve("samples/models"))) {
                return around.resolve("samples");
            }
        }
        throw new IllegalStateException(
                "samples/models is in no folder around " + Path.of("").toAbsolutePath());
    }

    /** The repository of the three sample models. */
    public static Path models() {
        return folder().resolve("models");
    }

    /** A file of the samples, as text. */
    public static String text(String file) {
        return new String(bytes(folder().resolve(file)), StandardCharsets.UTF_8);
    }

    /** Pictures of digits, by name; the digit is the sixth character of the name. */
    static List<Path> digits() {
        try (Stream<Path> files = Files.list(folder().resolve("data/digits"))) {
            return files.sorted().toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What the model says of that picture: what its name says, but for the one that it takes for a 9. */
    public static String digit(Path picture) {
        String name = picture.getFileName().toString();
        return name.equals("digit-3-1632.png") ? "9" : name.substring(6, 7);
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A patient's measurements, and what they turned out to be: the model is right on all twenty. */
    record Patient(String id, String features, String label) {}

    static List<Patient> patients() {
        List<Patient> patients = new ArrayList<>();
        for (JsonObject line : lines("data/risk/patients.ndjson")) {
            patients.add(
                    new Patient(line.string("id"), Json.text(line.get("features")), line.string("label")));
        }
        return patients;
    }

    private static List<JsonObject> lines(String file) {
        return new String(bytes(folder().resolve(file)), StandardCharsets.UTF_8).lines()
                .map(line -> JsonObject.parse(line.getBytes(StandardCharsets.UTF_8), file)).toList();
    }
}
