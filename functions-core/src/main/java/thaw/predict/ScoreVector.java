package thaw.predict;

import thaw.InferenceException;
import thaw.Tensor;
import thaw.Tensors;

/**
 * Reads the scores of one row, one for each class.
 *
 * @param output     the tensor's name
 * @param classes    how many there must be, or {@link #ANY}
 * @param activation applied to what the graph gives
 * @param binary     whether the tensor holds one number a row, the score of the second of two classes
 */
record ScoreVector(String output, int classes, Activation activation, boolean binary) {

    /** Where neither the graph nor labels say how many classes there are. */
    static final int ANY = -1;

    /**
     * The scores, in the order of the classes.
     *
     * @throws InferenceException internal, on NaN, an infinity, or another number of scores
     */
    double[] read(Tensors outputs) {
        Tensor tensor = outputs.tensor(output);
        int expected = binary ? 1 : classes;
        if (expected != ANY && tensor.elements() != expected) {
            throw InferenceException.internal("output '" + output + "'",
                    "expected " + expected + " scores for one row, got shape " + tensor.shape(), null);
        }
        double[] scores = new double[tensor.elements()];
        TensorValues values = new TensorValues(tensor);
        for (int i = 0; i < scores.length; i++) {
            scores[i] = values.number(i);
        }
        activation.apply(scores);
        return binary ? both(scores[0]) : scores;
    }

    private double[] both(double second) {
        if (second < 0 || second > 1) {
            throw InferenceException.internal("output '" + output + "'",
                    "expected a probability from 0 to 1, as two labels share one number, got " + second
                            + "; if it is a logit, set output.sigmoid in model.json",
                    null);
        }
        return new double[]{1 - second, second};
    }
}
