package thaw.protocol;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import thaw.Datatype;
import thaw.InferenceException;
import thaw.Tensor;
import thaw.TensorSpec;
import thaw.json.Json;

/** Writes inference responses: the JSON, then the binary data of the outputs that were asked for so. */
public final class InferenceWriter {

    private static final int ENVELOPE = 256;
    private static final int JSON_ELEMENT = 12;

    private InferenceWriter() {}

    /**
     * The response to a request.
     *
     * @throws InferenceException malformed, if an output that was not asked for in binary form has none in JSON: NaN or an
     *                            infinity, a 16-bit float, bytes that are no text
     */
    public static EncodedResponse write(InferenceResponse response, InferenceRequest request) {
        return write(response, request::binary);
    }

    /**
     * The response, with the data of these outputs in binary form.
     *
     * @throws InferenceException as {@link #write(InferenceResponse, InferenceRequest)}
     */
    public static EncodedResponse write(InferenceResponse response, Predicate<String> binary) {
        JsonBytes out = new JsonBytes(capacity(response, binary));
        out.ascii("{\"model_name\":").string(response.model().name());
        out.ascii(",\"model_version\":").string(response.model().version());
        if (!response.id().isEmpty()) {
            out.ascii(",\"id\":").string(response.id());
        }
        parameters(response.parameters(), out);
        out.ascii(",\"outputs\":[");
        boolean first = true;
        for (Tensor tensor : response.outputs()) {
            if (!first) {
                out.append(',');
            }
            first = false;
            output(tensor, binary.test(tensor.name()), out);
        }
        out.ascii("]}");
        int jsonLength = out.size();
        for (Tensor tensor : response.outputs()) {
            if (binary.test(tensor.name())) {
                BinaryData.write(tensor, out);
            }
        }
        return new EncodedResponse(out.toBuffer(), jsonLength);
    }

    private static int capacity(InferenceResponse response, Predicate<String> binary) {
        long bytes = ENVELOPE;
        for (Tensor tensor : response.outputs()) {
            bytes += ENVELOPE + (binary.test(tensor.name()) ? BinaryData.size(tensor)
                    : (long) tensor.elements() * JSON_ELEMENT);
        }
        return (int) Math.min(bytes, Integer.MAX_VALUE - 8);
    }

    private static void parameters(Map<String, Object> parameters, JsonBytes out) {
        if (!parameters.isEmpty()) {
            out.ascii(",\"parameters\":").append(Json.bytes(parameters));
        }
    }

    private static void output(Tensor tensor, boolean binary, JsonBytes out) {
        out.ascii("{\"name\":").string(tensor.name());
        out.ascii(",\"datatype\":\"").ascii(tensor.datatype().name());
        out.ascii("\",\"shape\":").ascii(tensor.shape().toString());
        if (binary) {
            out.ascii(",\"parameters\":{\"binary_data_size\":").number(BinaryData.size(tensor)).append('}');
        } else {
            out.ascii(",\"data\":[");
            requireJsonForm(tensor);
            JsonElements.write(tensor, out);
            out.append(']');
        }
        out.append('}');
    }

    private static void requireJsonForm(Tensor tensor) {
        String culprit = "output '" + tensor.name() + "'";
        if (!tensor.datatype().hasJsonForm()) {
            throw InferenceException.malformed(culprit,
                    "expected the request to ask for binary_data, because JSON "
                            + "has no portable form of " + tensor.datatype());
        }
        int index = tensor.datatype() == Datatype.BYTES ? -1 : NonFinite.firstIn(tensor);
        if (index >= 0) {
            throw InferenceException.malformed(culprit + " element " + index,
                    "expected the request to ask for binary_data, because JSON cannot carry "
                            + NonFinite.described(tensor, index));
        }
    }

    /** The inputs or outputs of a model, as its metadata lists them. */
    public static List<Map<String, Object>> metadata(List<TensorSpec> specs) {
        return specs.stream().map(InferenceWriter::metadata).toList();
    }

    private static Map<String, Object> metadata(TensorSpec spec) {
        List<Long> shape = Arrays.stream(spec.shape().toArray()).boxed().toList();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", spec.name());
        fields.put("datatype", spec.datatype().name());
        fields.put("shape", shape);
        return fields;
    }
}
