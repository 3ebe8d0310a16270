package thaw.benchmarks;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import ai.onnxruntime.OnnxMap;
import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

/**
 * ONNX Runtime as a good user calls it: one session, a tensor over a direct buffer, every output read. The session has
 * the options that Thaw sets, so that both wait for the same run.
 */
final class BareSession implements AutoCloseable {

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    BareSession(String model) throws OrtException {
        Path graph = Repositories.of(model).resolve(model).resolve("1/model.onnx");
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(Runtime.getRuntime().availableProcessors());
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            session = environment.createSession(graph.toString(), options);
        }
    }

    /** One run; the outputs in the caller's own memory, in the graph's order. */
    Object[] run(String name, FloatBuffer input, long[] shape) throws OrtException {
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, input, shape);
                OrtSession.Result result = session.run(Map.of(name, tensor))) {
            Object[] outputs = new Object[result.size()];
            for (int i = 0; i < outputs.length; i++) {
                outputs[i] = read(result.get(i));
            }
            return outputs;
        }
    }

    private static Object read(OnnxValue value) throws OrtException {
        if (value instanceof OnnxTensor tensor) {
            return switch (tensor.getInfo().type) {
                case FLOAT -> tensor.getFloatBuffer();
                case INT64 -> tensor.getLongBuffer();
                case STRING -> tensor.getValue();
                default -> throw new IllegalStateException("not read here: " + tensor.getInfo());
            };
        }
        List<? extends OnnxValue> maps = ((OnnxSequence) value).getValue();
        Object[] rows = new Object[maps.size()];
        for (int i = 0; i < rows.length; i++) {
            try (OnnxValue map = maps.get(i)) {
                rows[i] = ((OnnxMap) map).getValue();
            }
        }
        return rows;
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
