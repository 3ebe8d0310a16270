package thaw.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import thaw.InferenceException;
import thaw.TensorSpec;

/**
 * A way to feed unsigned inputs, which ONNX Runtime's Java binding cannot create: its tensors are never
 * UINT16, UINT32 or UINT64.
 *
 * <p>Such an input is declared again under {@link #fedName another name} with the signed type of the same
 * width, and a Cast, which keeps all bits, turns it into the value of the old name. Every other byte of the
 * model stays as it is, and weights are not copied on the heap when a file is written. Immutable,
 * thread-safe.
 */
final class SignedInputs {
    private static final String PREFIX = "thaw:signed:";
    private static final Map<ElementType, ElementType> SIGNED = Map.of(
            ElementType.UINT16, ElementType.INT16,
            ElementType.UINT32, ElementType.INT32,
            ElementType.UINT64, ElementType.INT64);
    private static final int OLDEST_CAST = 6;
    private static final int ADDED_OPSET = 13;

    private final OnnxGraph graph;
    private final Map<String, ElementType> unsigned = new LinkedHashMap<>();

    private SignedInputs(OnnxGraph graph) {
        this.graph = graph;
        graph.inputs().forEach(this::addIfUnsigned);
    }

    private void addIfUnsigned(ValueInfo input) {
        if (input.type() instanceof ValueType.Tensor tensor && SIGNED.containsKey(tensor.elementType())) {
            unsigned.put(input.name(), tensor.elementType());
        }
    }

    /** The inputs of the graph that have to be declared as signed. */
    static SignedInputs of(OnnxGraph graph) {
        return new SignedInputs(graph);
    }

    /** Whether nothing has to be done: the model can be loaded as it is. */
    boolean isEmpty() {
        return unsigned.isEmpty();
    }

    /** The name under which an input is fed to the rewritten model: the same one, unless it is unsigned. */
    String fedName(String input) {
        return unsigned.containsKey(input) ? PREFIX + input : input;
    }

    /** That name, by the input's datatype alone. */
    static String fedName(TensorSpec input) {
        return ElementTypes.isFedAsSigned(input.datatype()) ? PREFIX + input.name() : input.name();
    }

    /**
     * The rewritten model in memory.
     *
     * @param model the bytes that the graph was read from
     * @throws InferenceException if the model is too old or too large to be rewritten
     */
    public byte[] rewrite(ByteBuffer model, String culprit) {
        return parts(model, culprit).toByteArray();
    }

    /**
     * Writes the rewritten model to a file. Put it beside the original, or external data is not found.
     *
     * @param model the file that the graph was read from
     * @param target the new file, replaced if it exists
     * @throws InferenceException if the model is too old or too large to be rewritten
     */
    void rewrite(Path model, Path target) throws IOException {
        parts(OnnxGraph.map(model), model.toString()).write(target);
    }

    private ModelParts parts(ByteBuffer model, String culprit) {
        if (isEmpty()) {
            return ModelParts.changed(model, culprit, List.of(), List.of(), ProtobufReader::encoded);
        }
        requireCast(culprit);
        List<ByteBuffer> casts = new ArrayList<>();
        unsigned.forEach((name, type) -> casts.add(cast(name, type)));
        return ModelParts.changed(model, culprit, missingOpset(), casts,
                field -> field.field() == 11 ? input(field) : field.encoded());
    }

    private List<ByteBuffer> missingOpset() {
        if (graph.opsets().containsKey("")) {
            return List.of();
        }
        ProtobufWriter opset = new ProtobufWriter().message(8, new ProtobufWriter().number(2, ADDED_OPSET));
        return List.of(ByteBuffer.wrap(opset.toByteArray()));
    }

    private void requireCast(String culprit) {
        long version = graph.opsets().getOrDefault("", (long) ADDED_OPSET);
        if (version < OLDEST_CAST) {
            throw InferenceException.invalidModel(culprit, "has the unsigned input '"
                    + unsigned.keySet().iterator().next() + "', which needs operator set " + OLDEST_CAST
                    + " or newer, but uses " + version);
        }
    }

    private ByteBuffer cast(String name, ElementType type) {
        ProtobufWriter to = new ProtobufWriter().text(1, "to").number(3, type.code()).number(20, 2);
        ProtobufWriter node = new ProtobufWriter()
                .text(1, fedName(name)).text(2, name).text(4, "Cast").message(5, to);
        return ByteBuffer.wrap(new ProtobufWriter().message(1, node).toByteArray());
    }

    private ByteBuffer input(ProtobufReader field) {
        ValueInfo info = new TypeReader().readValueInfo(field.message());
        if (!unsigned.containsKey(info.name())) {
            return field.encoded();
        }
        ElementType signed = SIGNED.get(unsigned.get(info.name()));
        ProtobufWriter renamed = renamed(field.message(), fedName(info.name()), signed);
        return ByteBuffer.wrap(new ProtobufWriter().message(11, renamed).toByteArray());
    }

    private static ProtobufWriter renamed(ProtobufReader info, String name, ElementType signed) {
        ProtobufWriter copy = new ProtobufWriter().text(1, name);
        while (info.next()) {
            switch (info.field()) {
                case 1 -> {
                }
                case 2 -> copy.message(2, retyped(info.message(), signed));
                default -> copy.encoded(info.encoded());
            }
        }
        return copy;
    }

    private static ProtobufWriter retyped(ProtobufReader type, ElementType signed) {
        ProtobufWriter copy = new ProtobufWriter();
        while (type.next()) {
            if (type.field() == 1) {
                copy.message(1, withElements(type.message(), signed));
            } else {
                copy.encoded(type.encoded());
            }
        }
        return copy;
    }

    private static ProtobufWriter withElements(ProtobufReader tensor, ElementType signed) {
        ProtobufWriter copy = new ProtobufWriter().number(1, signed.code());
        while (tensor.next()) {
            if (tensor.field() != 1) {
                copy.encoded(tensor.encoded());
            }
        }
        return copy;
    }
}
