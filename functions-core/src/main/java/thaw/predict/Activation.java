package thaw.predict;

/** What turns a model's last numbers into scores. */
enum Activation {
    /** The graph gives scores already. */
    NONE {
        @Override
        void apply(double[] values) {}
    },
    /** Scores of classes that exclude each other: positive, with a sum of 1. */
    SOFTMAX {
        @Override
        void apply(double[] values) {
            double greatest = Double.NEGATIVE_INFINITY;
            for (double value : values) {
                greatest = Math.max(greatest, value);
            }
            double sum = 0;
            for (int i = 0; i < values.length; i++) {
                // Less the greatest, so that no power overflows: the quotient is the same.
                values[i] = Math.exp(values[i] - greatest);
                sum += values[i];
            }
            for (int i = 0; i < values.length; i++) {
                values[i] /= sum;
            }
        }
    },
    /** Scores of classes that do not exclude each other: each between 0 and 1. */
    SIGMOID {
        @Override
        void apply(double[] values) {
            for (int i = 0; i < values.length; i++) {
                values[i] = 1 / (1 + Math.exp(-values[i]));
            }
        }
    };

    /** Replaces finite values by their scores. */
    abstract void apply(double[] values);
}
