package thaw.predict;

import thaw.InferenceException;
import thaw.Shape;
import thaw.TensorSpec;

/**
 * The shape of one row of a tensor that holds a value or a list of values per row: [N], [N,width], their forms with a
 * fixed N of 1, a scalar, or a plain vector.
 *
 * @param shape of a tensor with one row
 * @param width values per row
 */
record RowShape(Shape shape, int width) {

    /** So that eight bytes each fit one buffer. */
    private static final int LARGEST = Integer.MAX_VALUE / Long.BYTES;

    /** What a specification of such a tensor asks for; a width that it leaves open is this one. */
    static RowShape of(TensorSpec spec, int openWidth) {
        Shape declared = spec.shape();
        if (declared.rank() == 0) {
            return new RowShape(declared, 1);
        }
        if (declared.rank() == 1) {
            int width = declared.dimension(0) == Shape.ANY ? 1 : counted(spec, declared.dimension(0));
            return new RowShape(Shape.of(width), width);
        }
        requireOneRow(spec);
        long width = declared.dimension(1) == Shape.ANY ? openWidth : declared.dimension(1);
        return new RowShape(Shape.of(1, width), counted(spec, width));
    }

    /** Whether every row of the tensor is exactly one value. */
    static boolean single(TensorSpec spec) {
        Shape shape = spec.shape();
        return switch (shape.rank()) {
            case 0 -> true;
            case 1 -> oneOrAny(shape.dimension(0));
            case 2 -> oneOrAny(shape.dimension(0)) && shape.dimension(1) == 1;
            default -> false;
        };
    }

    private static void requireOneRow(TensorSpec spec) {
        if (spec.shape().rank() > 2 || !oneOrAny(spec.shape().dimension(0))) {
            throw InferenceException.mismatch("input '" + spec.name() + "'",
                    "a shape of one row of values such as [-1,width]", spec.shape());
        }
    }

    private static int counted(TensorSpec spec, long width) {
        if (width > LARGEST) {
            throw InferenceException.mismatch("input '" + spec.name() + "'",
                    "a row of at most " + LARGEST + " values", spec.shape());
        }
        return (int) width;
    }

    static boolean oneOrAny(long dimension) {
        return dimension == Shape.ANY || dimension == 1;
    }
}
