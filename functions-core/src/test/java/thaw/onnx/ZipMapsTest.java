package thaw.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import ai.onnxruntime.OnnxMap;
import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static thaw.onnx.OnnxModelBuilder.integers;
import static thaw.onnx.OnnxModelBuilder.map;
import static thaw.onnx.OnnxModelBuilder.sequence;
import static thaw.onnx.OnnxModelBuilder.tensor;

final class ZipMapsTest {
    private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();
    private static final float[][] SCORES = {{0.1f, 0.2f, 0.7f}, {0.5f, 0.4f, 0.1f}};

    @TempDir
    private Path folder;

    @Test
    void answerTheSameScoresAsTheMapsDid() throws OrtException {
        byte[] model = OnnxModelBuilder.zipMap(List.of("b", "é", "a")).build();
        ZipMaps zipMaps = read(model);

        float[][] scores = scores(zipMaps.rewrite(ByteBuffer.wrap(model), "model"));
        List<String> labels = zipMaps.labels("y").orElseThrow();
        List<Map<?, ?>> maps = maps(model);
        for (int row = 0; row < SCORES.length; row++) {
            Map<String, Float> zipped = new HashMap<>();
            for (int column = 0; column < labels.size(); column++) {
                zipped.put(labels.get(column), scores[row][column]);
            }
            assertEquals(maps.get(row), zipped);
        }
    }

    @Test
    void keepTheOrderAndTheSpellingOfLabels() {
        List<String> labels = List.of("z", "😀", "a");

        assertEquals(Optional.of(labels), read(OnnxModelBuilder.zipMap(labels).build()).labels("y"));
    }

    @Test
    void nameIntegerLabelsInAModelWithoutTheStandardOperators() throws OrtException {
        byte[] model = OnnxModelBuilder.opset(0).imports("ai.onnx.ml", 3).with(main -> main
                .input("x", tensor(ElementType.FLOAT, "n", 3))
                .output("y", sequence(map(ElementType.INT64, tensor(ElementType.FLOAT))))
                .node("ai.onnx.ml", "ZipMap", List.of("x"), List.of("y"),
                        integers("classlabels_int64s", 7, -1, 9)))
                .build();
        ZipMaps zipMaps = read(model);

        assertEquals(Optional.of(List.of("7", "-1", "9")), zipMaps.labels("y"));
        byte[] rewritten = zipMaps.rewrite(ByteBuffer.wrap(model), "model");
        assertEquals(Map.of("", 13L, "ai.onnx.ml", 3L),
                OnnxGraph.read(ByteBuffer.wrap(rewritten), "model").opsets());
        assertArrayEquals(SCORES, scores(rewritten));
    }

    @Test
    void leaveAModelWithoutThemAsItIs() throws IOException {
        Path source = OnnxModelBuilder.identity(ElementType.FLOAT, "n").write(folder.resolve("model.onnx"));
        byte[] model = Files.readAllBytes(source);
        ZipMaps zipMaps = read(model);
        zipMaps.rewrite(source, folder.resolve("copy.onnx"));

        assertTrue(zipMaps.isEmpty());
        assertEquals(Optional.empty(), zipMaps.labels("y"));
        assertArrayEquals(model, Files.readAllBytes(folder.resolve("copy.onnx")));
    }

    @Test
    void thatOtherNodesUseAreLeftAsTheyAre() {
        byte[] model = OnnxModelBuilder.zipMap(List.of("a", "b")).with(main -> main
                .output("z", sequence(map(ElementType.STRING, tensor(ElementType.FLOAT))))
                .node("Identity", List.of("y"), List.of("z"))).build();

        assertTrue(read(model).isEmpty());
    }

    @Test
    void areRewrittenBesideUnsignedInputs() throws OrtException {
        byte[] model = OnnxModelBuilder.zipMap(List.of("a", "b", "c")).with(main -> main
                .input("u", tensor(ElementType.UINT32, "n")).output("v", tensor(ElementType.UINT32, "n"))
                .node("Identity", List.of("u"), List.of("v"))).build();
        byte[] tensors = read(model).rewrite(ByteBuffer.wrap(model), "model");
        SignedInputs inputs = SignedInputs.of(OnnxGraph.read(ByteBuffer.wrap(tensors), "model"));
        byte[] rewritten = inputs.rewrite(ByteBuffer.wrap(tensors), "model");

        try (OrtSession session = ENVIRONMENT.createSession(rewritten);
                OnnxTensor x = OnnxTensor.createTensor(ENVIRONMENT, SCORES);
                OnnxTensor u = OnnxTensor.createTensor(ENVIRONMENT, new int[]{-1});
                OrtSession.Result result = session.run(Map.of("x", x, inputs.fedName("u"), u))) {
            assertArrayEquals(SCORES, (float[][]) result.get("y").orElseThrow().getValue());
            assertArrayEquals(new int[]{-1}, (int[]) result.get("v").orElseThrow().getValue());
        }
    }

    private static ZipMaps read(byte[] model) {
        return ZipMaps.of(OnnxGraph.read(ByteBuffer.wrap(model), "model"), ByteBuffer.wrap(model), "model");
    }

    private static float[][] scores(byte[] model) throws OrtException {
        try (OrtSession session = ENVIRONMENT.createSession(model);
                OnnxTensor x = OnnxTensor.createTensor(ENVIRONMENT, SCORES);
                OrtSession.Result result = session.run(Map.of("x", x))) {
            return (float[][]) result.get("y").orElseThrow().getValue();
        }
    }

    private static List<Map<?, ?>> maps(byte[] model) throws OrtException {
        try (OrtSession session = ENVIRONMENT.createSession(model);
                OnnxTensor x = OnnxTensor.createTensor(ENVIRONMENT, SCORES);
                OrtSession.Result result = session.run(Map.of("x", x))) {
            List<Map<?, ?>> maps = new ArrayList<>();
            for (OnnxValue map : ((OnnxSequence) result.get(0)).getValue()) {
                try (map) {
                    maps.add(((OnnxMap) map).getValue());
                }
            }
            return maps;
        }
    }
}
