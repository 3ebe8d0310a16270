package thaw.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.TensorInfo;
import thaw.Datatype;
import thaw.InferenceException;
import thaw.Shape;
import thaw.TensorSpec;

/**
 * What a graph takes and gives, in the protocol's terms. Names, datatypes and the inputs' shapes are those the graph
 * declares; an output's shape is the one ONNX Runtime inferred, which is at least as exact.
 */
final class GraphSignature {

    private final OnnxGraph graph;
    private final String file;

    GraphSignature(OnnxGraph graph, String file) {
        this.graph = graph;
        this.file = file;
    }

    /**
     * The inputs.
     *
     * @throws InferenceException invalid model, if one is not a tensor of a datatype and number of dimensions that are
     *                            known
     */
    List<TensorSpec> inputs() {
        List<TensorSpec> specs = new ArrayList<>();
        for (ValueInfo input : graph.inputs()) {
            String culprit = "input '" + input.name() + "'";
            ValueType.Tensor tensor = tensor(culprit, input.type());
            List<Dimension> shape = tensor.shape().orElseThrow(() -> invalid(culprit
                    + " declares no shape, expected at least its number of dimensions"));
            specs.add(new TensorSpec(input.name(), datatype(culprit, tensor), shape(shape), names(shape)));
        }
        return specs;
    }

    /** Checks that every output is a tensor of a datatype that is known. */
    void requireTensorOutputs() {
        for (ValueInfo output : graph.outputs()) {
            String culprit = "output '" + output.name() + "'";
            datatype(culprit, tensor(culprit, output.type()));
        }
    }

    /**
     * The outputs.
     *
     * @param inferred by ONNX Runtime, by name
     */
    List<TensorSpec> outputs(Map<String, NodeInfo> inferred) {
        List<TensorSpec> specs = new ArrayList<>();
        for (ValueInfo output : graph.outputs()) {
            String culprit = "output '" + output.name() + "'";
            ValueType.Tensor declared = tensor(culprit, output.type());
            TensorInfo info = (TensorInfo) inferred.get(output.name()).getInfo();
            specs.add(output(output.name(), datatype(culprit, declared), declared, info));
        }
        return specs;
    }

    private static TensorSpec output(String name, Datatype datatype, ValueType.Tensor declared,
            TensorInfo info) {
        long[] sizes = info.getShape();
        if (sizes.length == 0 && declared.shape().isEmpty()) {
            // Neither knows the number of dimensions; a scalar declares that it has none. Rows are the likeliest.
            return new TensorSpec(name, datatype, Shape.of(Shape.ANY));
        }
        return new TensorSpec(name, datatype, Shape.of(sizes), List.of(info.getDimensionNames()));
    }

    private ValueType.Tensor tensor(String culprit, ValueType type) {
        if (type instanceof ValueType.Tensor tensor) {
            return tensor;
        }
        throw invalid(culprit + " is " + described(type) + ", expected a tensor");
    }

    private static String described(ValueType type) {
        if (type instanceof ValueType.Sequence sequence) {
            return "a sequence of " + (sequence.element() instanceof ValueType.Mapping ? "maps" : "values")
                    + " that no ZipMap makes";
        }
        if (type instanceof ValueType.Mapping) {
            return "a map";
        }
        return type instanceof ValueType.Maybe ? "optional"
                : type instanceof ValueType.SparseTensor ? "a sparse tensor" : "of an unknown type";
    }

    private Datatype datatype(String culprit, ValueType.Tensor tensor) {
        return ElementTypes.datatype(tensor.elementType()).orElseThrow(() -> invalid(culprit
                + " has elements of type " + tensor.elementType()
                + ", expected one that the Open Inference Protocol has"));
    }

    private static Shape shape(List<Dimension> dimensions) {
        return Shape.of(dimensions.stream()
                .mapToLong(size -> size instanceof Dimension.Fixed fixed ? fixed.size() : Shape.ANY)
                .toArray());
    }

    private static List<String> names(List<Dimension> dimensions) {
        return Collections.unmodifiableList(dimensions.stream()
                .map(size -> size instanceof Dimension.Symbolic symbol ? symbol.name() : "").toList());
    }

    private InferenceException invalid(String message) {
        return InferenceException.invalidModel(file, message);
    }
}
