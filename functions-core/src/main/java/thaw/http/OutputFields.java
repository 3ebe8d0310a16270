package thaw.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import thaw.InferenceException;
import thaw.Tensor;
import thaw.Tensors;
import thaw.predict.TensorValues;

/** Output tensors as the fields of a recorded result: name, datatype and shape, and the elements while they are few. */
final class OutputFields {

    private static final int MOST_ELEMENTS = 64;

    private OutputFields() {}

    static Map<String, Object> of(Tensors outputs) {
        List<Object> list = new ArrayList<>(outputs.size());
        for (Tensor output : outputs) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("name", output.name());
            fields.put("datatype", output.datatype().name());
            fields.put("shape", shape(output));
            if (output.elements() <= MOST_ELEMENTS) {
                putData(fields, output);
            }
            list.add(fields);
        }
        return Map.of("outputs", list);
    }

    // What JSON cannot carry is left out: the answer itself went to the caller in binary form.
    private static void putData(Map<String, Object> fields, Tensor output) {
        try {
            fields.put("data", new TensorValues(output).tree(0));
        } catch (InferenceException noJsonForm) {
            fields.put("data_left_out", noJsonForm.getMessage());
        }
    }

    private static List<Long> shape(Tensor output) {
        List<Long> shape = new ArrayList<>();
        for (long dimension : output.shape().toArray()) {
            shape.add(dimension);
        }
        return shape;
    }
}
