package thaw.benchmarks;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import javax.imageio.ImageIO;

import ai.onnxruntime.OrtException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import thaw.model.ModelPackage;

/** The few lines that a user writes around ONNX Runtime for one model: they read no format but the one they expect. */
abstract class HandWritten implements AutoCloseable {

    static final ObjectMapper MAPPER = new ObjectMapper();

    private final BareSession session;
    private final String tensor;
    private final long[] shape;
    private final FloatBuffer row;

    /** A label and its score. */
    record Scored(String label, double score) {}

    private HandWritten(String model, String tensor, long... shape) throws OrtException {
        this.session = new BareSession(model);
        this.tensor = tensor;
        this.shape = shape;
        int elements = 1;
        for (long size : shape) {
            elements *= (int) size;
        }
        this.row = ByteBuffer.allocateDirect(elements * Float.BYTES).order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /** Those of that model. */
    static HandWritten of(String model) throws OrtException, IOException {
        return switch (model) {
            case "digits" -> new Digits();
            case "risk" -> new Risk();
            default -> new Identity();
        };
    }

    /** From the caller's bytes to the answer. One thread at a time: the buffer is used again. */
    Object predict(byte[] input) throws IOException, OrtException {
        row.clear();
        read(input, row);
        return answer(session.run(tensor, row.flip(), shape));
    }

    abstract void read(byte[] input, FloatBuffer into) throws IOException;

    abstract Object answer(Object[] outputs);

    @Override
    public void close() throws OrtException {
        session.close();
    }

    private static final class Identity extends HandWritten {
        private Identity() throws OrtException {
            super("identity", "x", 1, 4);
        }

        @Override
        void read(byte[] input, FloatBuffer into) throws IOException {
            for (JsonNode value : MAPPER.readTree(input).get("inputs").get(0).get("data")) {
                into.put(value.floatValue());
            }
        }

        @Override
        Object answer(Object[] outputs) {
            FloatBuffer values = (FloatBuffer) outputs[0];
            List<Double> list = new ArrayList<>();
            while (values.hasRemaining()) {
                list.add((double) values.get());
            }
            return list;
        }
    }

    private static final class Digits extends HandWritten {
        private Digits() throws OrtException {
            super("digits", "image", 1, 1, 8, 8);
            ImageIO.setUseCache(false);
        }

        @Override
        void read(byte[] input, FloatBuffer into) throws IOException {
            Raster pixels = ImageIO.read(new ByteArrayInputStream(input)).getRaster();
            for (int y = 0; y < 8; y++) {
                for (int x = 0; x < 8; x++) {
                    into.put(pixels.getSample(x, y, 0) * 0.0625f);
                }
            }
        }

        @Override
        Object answer(Object[] outputs) {
            FloatBuffer scores = (FloatBuffer) outputs[1];
            List<Scored> scored = new ArrayList<>();
            for (int i = 0; i < scores.limit(); i++) {
                scored.add(new Scored(Integer.toString(i), scores.get(i)));
            }
            scored.sort(Comparator.comparingDouble(Scored::score).reversed());
            return scored.subList(0, 3);
        }
    }

    private static final class Risk extends HandWritten {
        private final List<String> features = new ArrayList<>();

        private Risk() throws OrtException, IOException {
            super("risk", "features", 1, 30);
            byte[] settings = java.nio.file.Files.readAllBytes(
                    ModelPackage.open(Repositories.of("risk").resolve("risk/1")).graph()
                            .resolveSibling("model.json"));
            MAPPER.readTree(settings).at("/input/tabular/features")
                    .forEach(feature -> features.add(feature.get("name").asText()));
        }

        @Override
        void read(byte[] input, FloatBuffer into) throws IOException {
            JsonNode named = MAPPER.readTree(input);
            for (String feature : features) {
                into.put(named.required(feature).floatValue());
            }
        }

        @Override
        Object answer(Object[] outputs) {
            Map<?, ?> scores = (Map<?, ?>) ((Object[]) outputs[1])[0];
            List<Scored> scored = new ArrayList<>();
            scores.forEach((label, score) -> scored.add(new Scored((String) label, (Float) score)));
            scored.sort(Comparator.comparingDouble(Scored::score).reversed());
            return scored;
        }
    }
}
