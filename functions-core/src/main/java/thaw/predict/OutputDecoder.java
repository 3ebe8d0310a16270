package thaw.predict;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import thaw.Prediction;
import thaw.Prediction.Score;
import thaw.Tensors;

/** Turns the model's outputs for one row into a prediction: labels and scores, then what else there is by name. */
record OutputDecoder(Answer answer, List<ValueOutput> values) {

    OutputDecoder {
        values = List.copyOf(values);
    }

    Prediction decode(Tensors outputs) {
        Map<String, Object> fields = new LinkedHashMap<>();
        List<Score> scores = answer.read(outputs, fields);
        for (ValueOutput value : values) {
            fields.put(value.field(), value.read(outputs.tensor(value.output())));
        }
        return new Prediction(scores, fields);
    }
}
