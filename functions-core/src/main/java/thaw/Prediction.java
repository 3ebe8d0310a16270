package thaw;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a model says of one input when no code of the user's shapes it. Immutable.
 *
 * @param scores the labels that passed threshold and top-k, best first; empty for a model that gives none
 * @param values other outputs by name: a number, a text, or nested lists of these
 */
public record Prediction(List<Score> scores, Map<String, Object> values) {

    /**
     * A label and its score.
     *
     * @param label from {@code labels.txt}, the graph, or the index as text
     * @param score as the model gives it, after softmax or sigmoid if the package asks for one
     */
    public record Score(String label, double score) {
        public Score {
            Objects.requireNonNull(label, "label");
        }
    }

    public Prediction {
        scores = List.copyOf(scores);
        // Not Map.copyOf: the order of the outputs is part of the answer.
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** The fields of a result: {@code label}, {@code score} and {@code scores}, then the values by name. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (!scores.isEmpty()) {
            fields.put("label", scores.get(0).label());
            fields.put("score", scores.get(0).score());
        }
        if (!scores.isEmpty() || values.isEmpty()) {
            fields.put("scores", scoreFields());
        }
        fields.putAll(values);
        return fields;
    }

    private List<Object> scoreFields() {
        List<Object> list = new ArrayList<>(scores.size());
        for (Score score : scores) {
            Map<String, Object> pair = new LinkedHashMap<>();
            pair.put("label", score.label());
            pair.put("score", score.score());
            list.add(pair);
        }
        return list;
    }
}
