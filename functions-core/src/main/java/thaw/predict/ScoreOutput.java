package thaw.predict;

import java.util.Optional;

import thaw.Shape;
import thaw.TensorSpec;

/**
 * A float output that can hold one score a class.
 *
 * @param spec  of the output
 * @param width scores per row, or {@link ScoreVector#ANY}
 */
record ScoreOutput(TensorSpec spec, int width) {

    /** The output as one of scores: [N,classes], its forms with more dimensions of size one, [N], [classes]. */
    static Optional<ScoreOutput> of(TensorSpec spec) {
        Shape shape = spec.shape();
        if (!spec.datatype().floating()) {
            return Optional.empty();
        }
        if (shape.rank() < 2) {
            long width = shape.rank() == 0 || shape.dimension(0) == Shape.ANY ? 1 : shape.dimension(0);
            return Optional.of(new ScoreOutput(spec, (int) width));
        }
        if (!RowShape.oneOrAny(shape.dimension(0))) {
            return Optional.empty();
        }
        return widthOfRow(shape).map(width -> new ScoreOutput(spec, width));
    }

    /** The one size that is not 1 behind the rows, as image classifiers end in [N,classes,1,1]. */
    private static Optional<Integer> widthOfRow(Shape shape) {
        long width = 1;
        for (int i = 1; i < shape.rank(); i++) {
            long size = shape.dimension(i);
            if (size != 1 && width != 1 || size > Integer.MAX_VALUE || size == 0) {
                return Optional.empty();
            }
            width = size == 1 ? width : size;
        }
        return Optional.of((int) width);
    }

    /** Whether so many labels can name its scores: one number is enough for two classes. */
    boolean fits(int labels) {
        return width == ScoreVector.ANY || width == labels || width == 1 && labels == 2;
    }

    String name() {
        return spec.name();
    }

    String described() {
        return "output '" + name() + "' " + spec.datatype() + spec.shape();
    }
}
