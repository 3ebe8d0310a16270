package coldstart;

import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

/** ONNX Runtime as its own page for Java shows it: the library out of its jar, a session with the options it has. */
public final class OrtModel {

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final String name = System.getenv("MODEL_NAME");

    /** The model that the environment names. */
    public OrtModel() {
        try {
            session = environment.createSession(System.getenv("MODEL_FILE"), new OrtSession.SessionOptions());
        } catch (OrtException refused) {
            throw new IllegalStateException(refused);
        }
    }

    /** One run. */
    public InferAnswer infer(InferRequest request) {
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try {
            for (InferRequest.Input input : request.inputs()) {
                inputs.put(input.name(), tensor(input));
            }
            Set<String> wanted = new LinkedHashSet<>();
            request.outputs().forEach(output -> wanted.add(output.name()));
            try (OrtSession.Result result = session.run(inputs, wanted)) {
                return answer(result);
            }
        } catch (OrtException refused) {
            throw new IllegalStateException(refused);
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private OnnxTensor tensor(InferRequest.Input input) throws OrtException {
        double[] data = input.data();
        if (input.datatype().equals("INT64")) {
            long[] values = new long[data.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (long) data[i];
            }
            return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), input.shape());
        }
        float[] values = new float[data.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) data[i];
        }
        return OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), input.shape());
    }

    private InferAnswer answer(OrtSession.Result result) {
        List<InferAnswer.Output> outputs = new ArrayList<>();
        result.forEach(entry -> {
            OnnxTensor tensor = (OnnxTensor) entry.getValue();
            long[] shape = tensor.getInfo().getShape();
            float[] values = new float[(int) LongStream.of(shape).reduce(1, (a, b) -> a * b)];
            tensor.getFloatBuffer().get(values);
            outputs.add(new InferAnswer.Output(entry.getKey(), "FP32", shape, values));
        });
        return new InferAnswer(name, outputs);
    }
}
