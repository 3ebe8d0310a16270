package thaw.onnx;

import java.util.Arrays;

import thaw.InferenceException;

/** What a package's graph is prepared for, where one costs the other. */
public enum OptimisationGoal {
    /** The first answer: every graph gets a file that is mapped. */
    START("start"),
    /**
     * Every later answer: a graph with convolutions starts from its original, whose weights ONNX Runtime lays out for the
     * processor that it finds, as no file for every processor can.
     */
    THROUGHPUT("throughput");

    private final String label;

    OptimisationGoal(String label) {
        this.label = label;
    }

    /**
     * By the name that users write.
     *
     * @throws InferenceException malformed, with the names that there are
     */
    public static OptimisationGoal named(String label) {
        return Arrays.stream(values()).filter(one -> one.label.equals(label)).findFirst()
                .orElseThrow(() -> InferenceException.mismatch("goal",
                        "one of " + String.join(", ",
                                Arrays.stream(values()).map(OptimisationGoal::label).toList()),
                        "'" + label + "'"));
    }

    /** As users write it. */
    public String label() {
        return label;
    }
}
