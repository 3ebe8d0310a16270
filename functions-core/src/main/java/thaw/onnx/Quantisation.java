package thaw.onnx;

import java.util.Arrays;

import thaw.InferenceException;

/** Ways to keep weights in fewer bits than they were trained in: smaller and faster, and other answers. */
public enum Quantisation {
    /**
     * Weights of matrix products in 8 bits, one scale a column; what they are multiplied with is brought to 8 bits at each
     * run, by its own range. Needs no calibration.
     */
    DYNAMIC("dynamic");

    private final String label;

    Quantisation(String label) {
        this.label = label;
    }

    /**
     * By the name that users write.
     *
     * @throws InferenceException malformed, with the names that there are
     */
    public static Quantisation named(String label) {
        return Arrays.stream(values()).filter(one -> one.label.equals(label)).findFirst()
                .orElseThrow(() -> InferenceException.mismatch("quantisation",
                        "one of " + String.join(", ",
                                Arrays.stream(values()).map(Quantisation::label).toList()),
                        "'" + label + "'"));
    }

    /** As users and manifests write it. */
    public String label() {
        return label;
    }
}
