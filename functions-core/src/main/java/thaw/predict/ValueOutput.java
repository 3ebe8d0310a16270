package thaw.predict;

import thaw.Shape;
import thaw.Tensor;
import thaw.TensorSpec;

/**
 * An output that is answered as it is.
 *
 * @param output the tensor's name
 * @param field  its name in the result
 * @param rows   whether dimension 0 counts rows, so that a single row is answered without it
 * @param scalar whether dimension 1 is always of size one and is left out, too
 */
record ValueOutput(String output, String field, boolean rows, boolean scalar) {

    static ValueOutput of(TensorSpec spec, String field) {
        Shape shape = spec.shape();
        boolean rows = shape.rank() > 0 && RowShape.oneOrAny(shape.dimension(0));
        return new ValueOutput(spec.name(), field, rows,
                rows && shape.rank() == 2 && shape.dimension(1) == 1);
    }

    /** A number, a text, a boolean, or nested lists of these. */
    Object read(Tensor tensor) {
        boolean oneRow = rows && tensor.rows() == 1;
        return new TensorValues(tensor).tree((oneRow ? 1 : 0) + (oneRow && scalar ? 1 : 0));
    }
}
