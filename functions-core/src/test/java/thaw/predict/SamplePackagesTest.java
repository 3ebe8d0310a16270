package thaw.predict;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import ai.onnxruntime.OrtException;
import org.junit.jupiter.api.Test;
import thaw.Limits;
import thaw.Payload;
import thaw.Prediction;
import thaw.Prediction.Score;
import thaw.Predictor;
import thaw.Samples;
import thaw.json.Json;
import thaw.json.JsonObject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The packages that ship, from the bytes a caller sends to the label, against what Python's onnxruntime answered. */
class SamplePackagesTest {

    private static final double TOLERANCE = 1e-5;

    /** A sample's predictor around its graph. */
    private record Sample(OrtGraph graph, Predictor<Payload, Prediction> predictor) implements AutoCloseable {

        static Sample open(String name) throws IOException, OrtException {
            Path folder = samples().resolve("models").resolve(name).resolve("1");
            List<String> labels = Files.readAllLines(folder.resolve("labels.txt"));
            JsonObject settings = JsonObject.parse(Files.readAllBytes(folder.resolve("model.json")),
                    "model.json");
            OrtGraph graph = new OrtGraph(folder.resolve("model.onnx"), labels);
            return new Sample(graph,
                    PackagePredictors.create(graph.signature(), labels, Optional.of(settings),
                            Limits.ofDefaults()));
        }

        Prediction predict(byte[] body, String contentType) throws OrtException {
            return predictor.decode(graph.run(predictor.encode(Payload.of(body, contentType))));
        }

        @Override
        public void close() throws OrtException {
            graph.close();
        }
    }

    @Test
    void picturesInAnyFormatAreTheDigitsThatTheyShow() throws Exception {
        try (Sample digits = Sample.open("digits");
                Stream<Path> files = Files.list(samples().resolve("data/digits"))) {
            List<String> wrong = new ArrayList<>();
            List<Path> pictures = files.sorted().toList();
            for (Path picture : pictures) {
                Prediction prediction = digits.predict(Files.readAllBytes(picture), "");
                assertEquals(3, prediction.scores().size());
                String shown = picture.getFileName().toString().split("-")[1];
                if (!prediction.scores().get(0).label().equals(shown)) {
                    wrong.add(picture.getFileName() + " as " + prediction.scores());
                }
            }
            assertEquals(40, pictures.size());
            // The model is right about 98.9 % of what it has not seen.
            assertTrue(wrong.size() <= 1, wrong.toString());
        }
    }

    @Test
    void measurementsInAnyOrderAreScoredAsInPython() throws Exception {
        FloatBuffer features = floats("risk/features.fp32");
        FloatBuffer expected = floats("risk/output_probability.fp32");
        List<Object> names = names();
        try (Sample risk = Sample.open("risk")) {
            for (int row = 0; row < 1000; row++) {
                StringBuilder document = new StringBuilder("{");
                for (int i = names.size() - 1; i >= 0; i--) {
                    document.append('"').append(names.get(i)).append("\":").append(features.get(row * 30 + i))
                            .append(i == 0 ? "}" : ",");
                }
                Prediction prediction = risk.predict(document.toString().getBytes(), "application/json");
                assertScores(List.of("benign", "malignant"), expected, row, prediction);
            }
        }
    }

    @Test
    void sentencesAreScoredAsInPython() throws Exception {
        FloatBuffer expected = floats("sentiment/probabilities-lowercased.fp32");
        List<String> lines = lines(samples().resolve("fixtures/sentiment/text.ndjson"));
        int compared = 0;
        try (Sample sentiment = Sample.open("sentiment")) {
            for (int row = 0; row < lines.size(); row++) {
                String text = (String) Json.parse(lines.get(row).getBytes("UTF-8"), "line");
                // ONNX Runtime's own Java strings lose these; what the runtime does about it is tested there.
                if (text.chars().noneMatch(unit -> unit == 0 || Character.isSurrogate((char) unit))) {
                    String record = "{\"id\":7,\"text\":" + lines.get(row) + "}";
                    Prediction prediction = sentiment.predict(record.getBytes("UTF-8"), "");
                    assertScores(List.of("negative", "neutral", "positive"), expected, row, prediction);
                    compared++;
                }
            }
        }
        assertTrue(compared > 900, compared + " compared");
    }

    @Test
    void warmUpSamplesArePredicted() throws Exception {
        Path models = samples().resolve("models");
        try (Sample risk = Sample.open("risk"); Sample sentiment = Sample.open("sentiment")) {
            assertEquals("malignant",
                    risk.predict(Files.readAllBytes(models.resolve("risk/1/warmup.json")), "")
                            .scores().get(0).label());
            assertEquals("positive",
                    sentiment
                            .predict(Files.readAllBytes(models.resolve("sentiment/1/warmup.txt")),
                                    "text/plain")
                            .scores().get(0).label());
        }
    }

    @Test
    void theLabelIsNotRepeatedAmongTheValues() throws Exception {
        try (Sample sentiment = Sample.open("sentiment")) {
            assertEquals(Map.of(), sentiment.predict("good".getBytes(), "text/plain").values());
        }
    }

    private static void assertScores(List<String> labels, FloatBuffer expected, int row,
            Prediction prediction) {
        assertEquals(labels.size(), prediction.scores().size());
        for (Score score : prediction.scores()) {
            int at = row * labels.size() + labels.indexOf(score.label());
            assertEquals(expected.get(at), score.score(), TOLERANCE, "row " + row);
        }
    }

    private static List<Object> names() throws IOException {
        byte[] document = Files.readAllBytes(samples().resolve("models/risk/1/model.json"));
        List<Object> names = new ArrayList<>();
        for (JsonObject feature : JsonObject.parse(document, "model.json").object("input").orElseThrow()
                .object("tabular").orElseThrow().objects("features")) {
            names.add(feature.string("name"));
        }
        return names;
    }

    private static FloatBuffer floats(String fixture) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(samples().resolve("fixtures").resolve(fixture)))
                .order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    }

    /** Not readAllLines: a sentence may hold what Unicode calls a line break. */
    private static List<String> lines(Path file) throws IOException {
        return List.of(Files.readString(file).split("\n"));
    }

    private static Path samples() {
        return Samples.models().getParent();
    }
}
