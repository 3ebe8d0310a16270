package thaw.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import thaw.Datatype;
import thaw.InferenceException;
import thaw.Model;
import thaw.ModelSignature;
import thaw.Tensor;
import thaw.TensorSpec;
import thaw.Tensors;

/**
 * Runs a model on one row, on another, and on both at once, and compares: a signature can promise what the graph does
 * not keep, for example where a softmax is taken over the rows.
 */
final class BatchingProof {

    // Kernels differ with the number of rows, and so do the last bits.
    private static final double ABSOLUTE = 1e-4;
    private static final double RELATIVE = 1e-3;
    // Sizes for the dimensions that a signature leaves open: which one a model accepts cannot be known.
    private static final long[] OPEN_SIZES = {8, 1, 32, 224};

    private final Model model;

    BatchingProof(Model model) {
        this.model = model;
    }

    /** What the runs say. */
    Batching run() {
        ModelSignature signature = model.signature();
        if (!signature.batchable()) {
            return new Batching(false, Batching.Verdict.NOT_TRIED, closed(signature));
        }
        InferenceException refused = null;
        for (long size : OPEN_SIZES) {
            try {
                return compare(new MadeUpRows(signature, size));
            } catch (InferenceException failure) {
                refused = failure;
            }
        }
        return new Batching(true, Batching.Verdict.UNDECIDED,
                "it refuses made-up inputs, so that it could not be tried: " + refused.getMessage());
    }

    private static String closed(ModelSignature signature) {
        Optional<TensorSpec> input = signature.inputs().stream().filter(spec -> !spec.batchable())
                .findFirst();
        Optional<TensorSpec> any = input.or(() -> signature.outputs().stream()
                .filter(spec -> !spec.batchable()).findFirst());
        return any.map(spec -> (input.isPresent() ? "input '" : "output '") + spec.name() + "' has shape "
                + spec.shape() + ", expected -1 as its first dimension").orElse("it has no inputs");
    }

    private Batching compare(MadeUpRows rows) {
        Tensors one = rows.next();
        Tensors other = rows.next();
        List<Tensors> alone = List.of(model.infer(one), model.infer(other));
        Tensors together = model.infer(Tensors.joined(List.of(one, other)));
        for (Tensor output : together) {
            Optional<String> difference = difference(output, alone);
            if (difference.isPresent()) {
                return new Batching(true, Batching.Verdict.REFUTED,
                        "output '" + output.name() + "' " + difference.get());
            }
        }
        return new Batching(true, Batching.Verdict.PROVEN, "");
    }

    private static Optional<String> difference(Tensor together, List<Tensors> alone) {
        if (together.shape().rank() == 0 || together.rows() != alone.size()) {
            return Optional.of("has shape " + together.shape() + " for two rows");
        }
        for (int row = 0; row < alone.size(); row++) {
            Tensor expected = alone.get(row).tensor(together.name());
            Tensor actual = together.rows(row, 1);
            if (!actual.shape().equals(expected.shape()) || !equal(actual, expected)) {
                return Optional.of("differs in row " + row + " when two rows share a run");
            }
        }
        return Optional.empty();
    }

    private static boolean equal(Tensor actual, Tensor expected) {
        Datatype datatype = expected.datatype();
        if (datatype != Datatype.BYTES && datatype != Datatype.FP32 && datatype != Datatype.FP64) {
            return actual.data().equals(expected.data());
        }
        for (int i = 0; i < expected.elements(); i++) {
            if (!equal(actual, expected, i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean equal(Tensor actual, Tensor expected, int index) {
        if (expected.datatype() == Datatype.BYTES) {
            return Arrays.equals(actual.bytes(index), expected.bytes(index));
        }
        double left = actual.number(index);
        double right = expected.number(index);
        return Double.compare(left, right) == 0
                || Math.abs(left - right) <= ABSOLUTE + RELATIVE * Math.abs(right);
    }
}
