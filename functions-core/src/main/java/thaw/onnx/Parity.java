package thaw.onnx;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

import thaw.Datatype;
import thaw.Deadline;
import thaw.InferenceException;
import thaw.Model;
import thaw.Tensor;
import thaw.Tensors;

/** Compares two models answer by answer. For one thread. */
final class Parity {

    /** Two roundings of a 16-bit float with eight bits of precision. */
    private static final double STEP_OF_HALVES = 1.0 / 128;

    private final Model original;
    private final Model other;
    private final double tolerance;
    private final boolean approximate;
    private int compared;
    private double largest;
    private long labels;
    private long agreed;
    private Optional<String> fault = Optional.empty();

    private Parity(Model original, Model other, double tolerance, boolean approximate) {
        this.original = original;
        this.other = other;
        this.tolerance = tolerance;
        this.approximate = approximate;
    }

    /** Integers and texts must be the same. */
    static Parity exact(Model original, Model other, double tolerance) {
        return new Parity(original, other, tolerance, false);
    }

    /** Of integers, texts and the largest of each row of scores, that share may differ. */
    static Parity approximate(Model original, Model other, double tolerance) {
        return new Parity(original, other, tolerance, true);
    }

    /**
     * Runs both.
     *
     * @return whether the original could take the inputs; then the other must, too
     */
    boolean compare(Tensors inputs) {
        Tensors expected;
        try {
            expected = original.infer(inputs, Set.of(), Deadline.none());
        } catch (InferenceException notTaken) {
            return false;
        }
        compared++;
        try {
            compare(expected, other.infer(inputs, Set.of(), Deadline.none()));
        } catch (InferenceException failure) {
            fail("fails where the original answers: " + failure.getMessage());
        }
        return true;
    }

    private void compare(Tensors expected, Tensors actual) {
        for (Tensor tensor : expected) {
            Tensor same = actual.tensor(tensor.name());
            if (!tensor.shape().equals(same.shape())) {
                fail("output '" + tensor.name() + "' has the shape " + same.shape() + ", the original's "
                        + tensor.shape());
            } else if (isExact(tensor.datatype())) {
                compareExactly(tensor, same);
            } else {
                compareNumbers(tensor, same);
            }
        }
    }

    private static boolean isExact(Datatype datatype) {
        return switch (datatype) {
            case FP16, BF16, FP32, FP64 -> false;
            case UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, BOOL, BYTES -> true;
        };
    }

    private void compareExactly(Tensor expected, Tensor actual) {
        int same = 0;
        for (int i = 0; i < expected.elements(); i++) {
            same += isSame(expected, actual, i) ? 1 : 0;
        }
        labels += expected.elements();
        agreed += same;
        if (!approximate && same < expected.elements()) {
            fail("output '" + expected.name() + "' differs from the original's");
        }
    }

    private static boolean isSame(Tensor expected, Tensor actual, int index) {
        if (expected.datatype() == Datatype.BYTES) {
            return Arrays.equals(expected.bytes(index), actual.bytes(index));
        }
        int width = expected.datatype().width();
        return expected.data().slice(index * width, width).equals(actual.data().slice(index * width, width));
    }

    private void compareNumbers(Tensor expected, Tensor actual) {
        for (int i = 0; i < expected.elements(); i++) {
            double one = number(expected, i);
            double two = number(actual, i);
            // The same infinity, or neither a number: their distance is not a number, but no difference either.
            double share = Double.compare(one, two) == 0 ? 0 : Math.abs(one - two) / (1 + Math.abs(one));
            if (!(share <= allowed(expected.datatype()))) {
                fail("output '" + expected.name() + "' element " + i + " is " + two + ", the original's "
                        + one);
            }
            largest = Math.max(largest, share);
        }
        compareLabels(expected, actual);
    }

    /** Rows of scores: what is largest in a row is what most callers look at. */
    private void compareLabels(Tensor expected, Tensor actual) {
        long[] shape = expected.shape().toArray();
        if (shape.length != 2 || shape[1] < 2) {
            return;
        }
        for (int row = 0; row < shape[0]; row++) {
            labels++;
            agreed += first(expected, row, (int) shape[1]) == first(actual, row, (int) shape[1]) ? 1 : 0;
        }
    }

    private static int first(Tensor scores, int row, int columns) {
        int first = 0;
        for (int i = 1; i < columns; i++) {
            first = number(scores, row * columns + i) > number(scores, row * columns + first) ? i : first;
        }
        return first;
    }

    private double allowed(Datatype datatype) {
        return datatype.width() == 2 ? Math.max(tolerance, STEP_OF_HALVES) : tolerance;
    }

    private static double number(Tensor tensor, int index) {
        return switch (tensor.datatype()) {
            case BF16 -> Float.intBitsToFloat(tensor.data().getShort(index * 2) << 16);
            case FP16 -> half(tensor.data().getShort(index * 2));
            default -> tensor.number(index);
        };
    }

    private static double half(int bits) {
        int exponent = bits >> 10 & 31;
        int fraction = bits & 0x3ff;
        double magnitude = exponent == 31 ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
                : exponent == 0 ? Math.scalb(fraction, -24) : Math.scalb(fraction + 1024, exponent - 25);
        return (bits & 0x8000) == 0 ? magnitude : -magnitude;
    }

    private void fail(String what) {
        if (fault.isEmpty()) {
            fault = Optional.of(what);
        }
    }

    /** How many inputs both answered, or one alone. */
    int compared() {
        return compared;
    }

    /** The largest difference, in units of one plus the original's magnitude. */
    double largest() {
        return largest;
    }

    /** How many labels were compared: see {@link #approximate}. */
    long labels() {
        return labels;
    }

    /** How many of them were the same. */
    long agreed() {
        return agreed;
    }

    /** The first difference beyond the tolerance. */
    Optional<String> fault() {
        if (fault.isEmpty() && approximate && labels - agreed > labels * tolerance) {
            return Optional.of(labels - agreed + " of " + labels + " labels are others");
        }
        return fault;
    }
}
