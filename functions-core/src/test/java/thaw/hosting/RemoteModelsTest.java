package thaw.hosting;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thaw.InferenceException;
import thaw.ModelReference;
import thaw.telemetry.StructuredLog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RemoteModelsTest {

    private static final ModelReference DIGITS = ModelReference.parse("digits");

    @TempDir
    private Path temporary;

    private final MemoryStore store = new MemoryStore();
    private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
    private final StructuredLog log = (level, message, fields) -> warnings.add(message);

    private Path fetched(ModelReference model) {
        return new RemoteModels(store, "team/", Long.MAX_VALUE, log).fetch(model, temporary)
                .resolve(model.name());
    }

    private InferenceException refusal(ModelReference model) {
        InferenceException failure = assertThrows(InferenceException.class, () -> fetched(model));
        assertEquals(List.of(), files(temporary), "nothing half is left");
        return failure;
    }

    private static List<String> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString()).sorted()
                    .toList();
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void fetchesLargeFilesInRangesAsTheyAre() throws IOException {
        byte[] graph = new byte[(20 << 20) + 17];
        new Random(1).nextBytes(graph);
        store.with("team/digits/1/model.onnx", graph).with("team/digits/1/labels.txt", text("0\n1\n"))
                .with("team/digits/1/empty.txt", new byte[0]);
        Path folder = fetched(DIGITS);
        assertArrayEquals(graph, Files.readAllBytes(folder.resolve("1/model.onnx")));
        assertEquals(List.of("1/empty.txt", "1/labels.txt", "1/model.onnx"), files(folder));
        assertEquals(3, Collections.frequency(store.read, "team/digits/1/model.onnx"));
    }

    @Test
    void fetchesTheOriginalOnlyWhenTheOptimisedFileFails() throws IOException {
        Path source = PreparedModel.in(temporary.resolveSibling(temporary.getFileName() + "-source"));
        for (String name : files(source)) {
            store.with("team/digits/1/" + name, Files.readAllBytes(source.resolve(name)));
        }
        RemoteModels remote = new RemoteModels(store, "team/", Long.MAX_VALUE, log);
        Path place = remote.fetch(DIGITS, temporary);
        assertFalse(store.read.contains("team/digits/1/model.onnx"));
        assertEquals("", PreparedModel.detour(place, remote));
        assertFalse(store.read.contains("team/digits/1/model.onnx"), "the other form was enough");
        Files.write(place.resolve("digits/1/model.ort"), new byte[]{1});
        assertTrue(PreparedModel.detour(place, remote).contains("was changed"));
        assertEquals(1, Collections.frequency(store.read, "team/digits/1/model.onnx"));
        assertArrayEquals(Files.readAllBytes(source.resolve("model.onnx")),
                Files.readAllBytes(place.resolve("digits/1/model.onnx")));
    }

    @Test
    void takesNoMoreOfTheMemoryThanItMay() {
        store.with("team/digits/1/model.onnx", new byte[3 << 20]);
        InferenceException refused = assertThrows(InferenceException.class,
                () -> new RemoteModels(store, "team/", 2 << 20, log).fetch(DIGITS, temporary));
        assertTrue(refused.getMessage().contains("needs 3 MiB of files in memory, of which 2 MiB"),
                refused.getMessage());
        assertEquals(List.of(), files(temporary));
    }

    @Test
    void fetchesOnlyTheVersionsThatARequestCanGet() throws IOException {
        for (int version = 1; version <= 4; version++) {
            store.with("team/digits/" + version + "/model.onnx", text("graph " + version));
        }
        store.with("team/digits/aliases.json",
                text("{\"prod\": \"2\", \"canary\": {\"3\": 10, \"4\": 0}, \"shadow\": \"1\"}"));
        store.with("team/digits-old/1/model.onnx", text("another model"));
        Path folder = fetched(ModelReference.parse("digits@2"));
        assertEquals(List.of("2/model.onnx", "aliases.json"), files(folder));
        assertEquals("{\"prod\":\"2\"}", Files.readString(folder.resolve("aliases.json")));
        Path canary = fetched(DIGITS);
        assertTrue(files(canary).containsAll(List.of("2/model.onnx", "3/model.onnx")),
                files(canary).toString());
        assertFalse(files(canary).contains("1/model.onnx"));
    }

    @Test
    void beginsAnewWhenAnObjectIsReplacedMeanwhile() throws IOException {
        store.with("team/digits/1/model.onnx", text("old")).with("team/digits/1/labels.txt", text("old"));
        store.fault = (object, read) -> {
            if (read == 1) {
                store.with("team/digits/1/model.onnx", text("new")).with("team/digits/1/labels.txt",
                        text("new"));
            }
        };
        Path folder = fetched(DIGITS);
        assertEquals("new", Files.readString(folder.resolve("1/model.onnx")));
        assertEquals("new", Files.readString(folder.resolve("1/labels.txt")));
        assertEquals(2, store.listings.get());
        assertEquals(List.of("model was replaced while it was fetched: once more"), warnings);
    }

    @Test
    void givesUpOnAModelThatNeverStaysTheSame() {
        store.with("team/digits/1/model.onnx", text("0"));
        store.fault = (object, read) -> store.with("team/digits/1/model.onnx", text("graph " + read));
        InferenceException failure = refusal(DIGITS);
        assertEquals("memory://bucket/team/digits: changed during each of 3 tries", failure.getMessage());
        assertTrue(failure.retryable());
    }

    @Test
    void readsARangeOnceMoreWhenTheConnectionBreaks() throws IOException {
        store.with("team/digits/1/model.onnx", text("graph"));
        store.fault = (object, read) -> {
            if (read < 3) {
                throw new IOException("connection reset");
            }
        };
        assertEquals("graph", Files.readString(fetched(DIGITS).resolve("1/model.onnx")));
        store.fault = (object, read) -> {
            throw new IOException("connection reset");
        };
        assertTrue(assertThrows(InferenceException.class, () -> fetched(DIGITS)).getMessage()
                .contains("connection reset"));
    }

    @Test
    void refusesWhatWasDamagedOnItsWay() throws IOException {
        store.with("team/digits/1/model.onnx", text("123456789"));
        store.digest = Optional.of(new ObjectStore.Digest(ObjectStore.Algorithm.MD5,
                "25f9e794323b453885f5181f1b624d0b"));
        fetched(DIGITS);
        store.digest = Optional.of(new ObjectStore.Digest(ObjectStore.Algorithm.CRC32C, "e3069283"));
        assertEquals("123456789", Files.readString(fetched(DIGITS).resolve("1/model.onnx")));
        store.digest = Optional.of(new ObjectStore.Digest(ObjectStore.Algorithm.CRC32C, "e3069284"));
        InferenceException failure = assertThrows(InferenceException.class, () -> fetched(DIGITS));
        assertEquals("memory://bucket/team/digits/1/model.onnx: was damaged on its way: expected the CRC32C"
                + " e3069284, got e3069283", failure.getMessage());
    }

    @Test
    void saysHowMuchRoomIsMissing() {
        store.with("team/digits/1/model.onnx", text("graph"));
        store.sizeTold = 1L << 50;
        InferenceException failure = refusal(DIGITS);
        assertTrue(failure.getMessage().contains("needs 1073741824 MiB"), failure.getMessage());
        assertTrue(failure.getMessage().contains("more ephemeral storage"), failure.getMessage());
    }

    @Test
    void writesNothingOutsideOfItsFolder() {
        store.with("team/digits/1/model.onnx", text("graph"))
                .with("team/digits/1/../../../escaped.txt", text("out"));
        assertEquals(InferenceException.Kind.INVALID_MODEL, refusal(DIGITS).kind());
        store.with("team/digits/../2/model.onnx", text("graph"));
        assertEquals(InferenceException.Kind.INVALID_MODEL, refusal(DIGITS).kind());
    }

    @Test
    void saysThatNothingIsThere() {
        InferenceException failure = refusal(DIGITS);
        assertEquals(InferenceException.Kind.NOT_FOUND, failure.kind());
        assertEquals("memory://bucket/team/digits: holds no model: nothing is there", failure.getMessage());
    }
}
