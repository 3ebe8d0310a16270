package thaw.predict;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import thaw.InferenceException;
import thaw.Prediction.Score;
import thaw.Tensor;
import thaw.Tensors;

/** How labels and scores are read from the outputs of one row. Thread-safe. */
sealed interface Answer {

    /** The field of a result that holds the label. */
    String LABEL = "label";

    /** The labels with their scores, best first; what has a label but no score is put among the values. */
    List<Score> read(Tensors outputs, Map<String, Object> values);

    /** Whether that output is told by the answer and is not repeated among the values. */
    boolean tells(String output);

    /** A score for each class; a class without a label is called by its index. */
    record OfClasses(ScoreVector scores, List<String> labels, String labelOutput, int topK, double threshold)
            implements
                Answer {
        @Override
        public List<Score> read(Tensors outputs, Map<String, Object> values) {
            double[] all = scores.read(outputs);
            int[] best = Ranking.best(all, topK, threshold);
            List<Score> answer = new ArrayList<>(best.length);
            for (int index : best) {
                answer.add(new Score(labels.isEmpty() ? Integer.toString(index) : labels.get(index),
                        all[index]));
            }
            return answer;
        }

        @Override
        public boolean tells(String output) {
            return output.equals(scores.output()) || output.equals(labelOutput);
        }
    }

    /** The one label that the graph names, with the best score; what the other classes are called is not known. */
    record OfGraph(ScoreVector scores, String labelOutput, double threshold) implements Answer {
        @Override
        public List<Score> read(Tensors outputs, Map<String, Object> values) {
            double[] all = scores.read(outputs);
            int[] best = Ranking.best(all, 1, threshold);
            return best.length == 0 ? List.of()
                    : List.of(new Score(single(outputs, labelOutput).toString(), all[best[0]]));
        }

        @Override
        public boolean tells(String output) {
            return output.equals(labelOutput);
        }
    }

    /** A label without a score: the index of a class, or the label itself. */
    record OfLabel(String labelOutput, List<String> labels) implements Answer {
        @Override
        public List<Score> read(Tensors outputs, Map<String, Object> values) {
            Object label = single(outputs, labelOutput);
            values.put(LABEL,
                    label instanceof Long index && !labels.isEmpty() ? named(index) : label.toString());
            return List.of();
        }

        private String named(long index) {
            if (index < 0 || index >= labels.size()) {
                throw InferenceException.internal("output '" + labelOutput + "'",
                        "expected an index below " + labels.size() + ", as there are so many labels, got "
                                + index,
                        null);
            }
            return labels.get((int) index);
        }

        @Override
        public boolean tells(String output) {
            return output.equals(labelOutput);
        }
    }

    /** No labels: every output is a value. */
    record OfValues() implements Answer {
        @Override
        public List<Score> read(Tensors outputs, Map<String, Object> values) {
            return List.of();
        }

        @Override
        public boolean tells(String output) {
            return false;
        }
    }

    private static Object single(Tensors outputs, String name) {
        Tensor tensor = outputs.tensor(name);
        if (tensor.elements() != 1) {
            throw InferenceException.internal("output '" + name + "'",
                    "expected one label for one row, got shape " + tensor.shape(), null);
        }
        return new TensorValues(tensor).element(0);
    }
}
