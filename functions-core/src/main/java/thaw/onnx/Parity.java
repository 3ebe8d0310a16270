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
    private int compared;
    private double largest;
    private Optional<String> fault = Optional.empty();

    Parity(Model original, Model other, double tolerance) {
        this.original = original;
        this.other = other;
        this.tolerance = tolerance;
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
        boolean same = expected.datatype() == Datatype.BYTES;
        for (int i = 0; same && i < expected.elements(); i++) {
            same = Arrays.equals(expected.bytes(i), actual.bytes(i));
        }
        if (!same && (expected.datatype() == Datatype.BYTES || !expected.data().equals(actual.data()))) {
            fail("output '" + expected.name() + "' differs from the original's");
        }
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

    /** The first difference beyond the tolerance. */
    Optional<String> fault() {
        return fault;
    }
}
