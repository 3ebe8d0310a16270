package thaw.predict;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxMap;
import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import thaw.Datatype;
import thaw.ModelSignature;
import thaw.Shape;
import thaw.Tensor;
import thaw.TensorSpec;
import thaw.Tensors;

/** ONNX Runtime as it comes, for the few datatypes of the samples; a ZipMap becomes a tensor in the labels' order. */
final class OrtGraph implements AutoCloseable {

    private final List<String> labels;
    private final OrtSession session;

    OrtGraph(Path graph, List<String> labels) throws OrtException {
        this.labels = labels;
        this.session = OrtEnvironment.getEnvironment().createSession(graph.toString());
    }

    ModelSignature signature() throws OrtException {
        return new ModelSignature(specs(session.getInputInfo()), specs(session.getOutputInfo()));
    }

    private List<TensorSpec> specs(Map<String, NodeInfo> nodes) {
        List<TensorSpec> specs = new ArrayList<>();
        for (NodeInfo node : nodes.values()) {
            specs.add(node.getInfo() instanceof TensorInfo tensor
                    ? new TensorSpec(node.getName(), datatype(tensor), Shape.of(tensor.getShape()))
                    : new TensorSpec(node.getName(), Datatype.FP32, Shape.of(-1, labels.size())));
        }
        return specs;
    }

    private static Datatype datatype(TensorInfo tensor) {
        return switch (tensor.type) {
            case FLOAT -> Datatype.FP32;
            case INT64 -> Datatype.INT64;
            case STRING -> Datatype.BYTES;
            default -> throw new AssertionError("a sample has " + tensor);
        };
    }

    Tensors run(Tensors inputs) throws OrtException {
        Map<String, OnnxTensor> feeds = new LinkedHashMap<>();
        for (Tensor input : inputs) {
            feeds.put(input.name(), feed(input));
        }
        try (OrtSession.Result result = session.run(feeds)) {
            List<Tensor> outputs = new ArrayList<>();
            for (Map.Entry<String, OnnxValue> output : result) {
                outputs.add(tensor(output.getKey(), output.getValue()));
            }
            return Tensors.of(outputs);
        } finally {
            feeds.values().forEach(OnnxTensor::close);
        }
    }

    private static OnnxTensor feed(Tensor input) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        long[] shape = input.shape().toArray();
        return input.datatype() == Datatype.BYTES
                ? OnnxTensor.createTensor(environment, new String[]{input.text(0)}, shape)
                : OnnxTensor.createTensor(environment, input.floats(), shape);
    }

    private Tensor tensor(String name, OnnxValue value) throws OrtException {
        if (value instanceof OnnxSequence sequence) {
            return zipped(name, sequence);
        }
        OnnxTensor tensor = (OnnxTensor) value;
        Shape shape = Shape.of(tensor.getInfo().getShape());
        return switch (datatype(tensor.getInfo())) {
            case BYTES -> Tensor.ofStrings(name, shape, List.of((String[]) tensor.getValue()));
            case INT64 ->
                Tensor.of(name, Datatype.INT64, shape, tensor.getByteBuffer().order(ByteOrder.LITTLE_ENDIAN));
            default -> floats(name, shape, tensor.getFloatBuffer());
        };
    }

    private static Tensor floats(String name, Shape shape, FloatBuffer values) {
        float[] copy = new float[values.remaining()];
        values.get(copy);
        return Tensor.ofFloats(name, shape, copy);
    }

    private Tensor zipped(String name, OnnxSequence sequence) throws OrtException {
        try (OnnxValue row = sequence.getValue().get(0)) {
            Map<?, ?> scores = ((OnnxMap) row).getValue();
            float[] ordered = new float[labels.size()];
            for (int i = 0; i < ordered.length; i++) {
                ordered[i] = (Float) scores.get(labels.get(i));
            }
            return Tensor.ofFloats(name, Shape.of(1, ordered.length), ordered);
        }
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
