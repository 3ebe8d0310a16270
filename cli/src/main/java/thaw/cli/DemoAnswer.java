package thaw.cli;

import java.util.Map;

import thaw.InferenceException;

/**
 * What a model said of an input.
 *
 * @param asked  the input
 * @param label  the best label; empty if the input was refused
 * @param score  of that label
 * @param millis it took
 */
record DemoAnswer(DemoCase asked, String label, double score, double millis) {

    /** From the fields that an endpoint answers and a sink stores. */
    static DemoAnswer of(DemoCase asked, Map<?, ?> output, double millis) {
        if (output.get("label") instanceof String label && output.get("score") instanceof Number score) {
            return new DemoAnswer(asked, label, score.doubleValue(), millis);
        }
        throw InferenceException.internal(asked.name(), "expected a label and a score, got " + output, null);
    }

    boolean right() {
        return label.equals(asked.expected());
    }
}
