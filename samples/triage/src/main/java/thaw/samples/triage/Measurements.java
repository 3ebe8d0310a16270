package thaw.samples.triage;

import java.util.ArrayList;
import java.util.List;

import thaw.InferenceException;
import thaw.Limits;
import thaw.Payload;
import thaw.json.JsonObject;

/**
 * What the laboratory sends: {@code {"patient": "p-7", "values": [17.99, 10.38, ...]}}.
 *
 * @param patient whose cells these are
 * @param values  the 30 measurements in the order of the model
 */
record Measurements(String patient, List<Double> values) {

    private static final int COUNT = 30;

    Measurements {
        values = List.copyOf(values);
        if (values.size() != COUNT) {
            throw InferenceException.mismatch("values", COUNT + " numbers", values.size());
        }
    }

    static Measurements read(Payload payload, Limits limits) {
        JsonObject json = JsonObject.parse(payload.bytes(limits.bodyBytes()), "measurements");
        return new Measurements(json.string("patient"), new ArrayList<>(json.numbers("values")));
    }

    float[] row() {
        float[] row = new float[COUNT];
        for (int i = 0; i < COUNT; i++) {
            row[i] = values.get(i).floatValue();
        }
        return row;
    }
}
