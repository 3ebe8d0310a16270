package thaw.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import thaw.InferenceException;

/**
 * A form of the graph that starts faster, made when the package was, with what a machine must be to use it. Immutable.
 *
 * @param file         its path in the package: {@code model.ort}; size and checksum are with the manifest's files
 * @param architecture {@code linux-x64}, {@code linux-arm64}, or {@value #ANY} if nothing in it depends on that
 * @param features     of the processor, as Linux names them, without which it must not be used: {@code avx512f}
 * @param runtime      name and version of the runtime that wrote it, and alone may read it:
 *                     {@code onnxruntime 1.28.0}
 * @param quantisation of its weights: {@code dynamic}; empty if they are the original's
 * @param level        how far the graph was optimised: {@code EXTENDED}
 * @param tolerance    by how much, absolute and relative, its answers were allowed to differ when it was compared with
 *                     the original
 * @param weights      what a start checks beside the load and what before it; empty if it checks the whole file before
 */
public record OptimisedFile(String file, String architecture, List<String> features, String runtime,
        String quantisation, String level, double tolerance, Optional<WeightsSum> weights) {

    /** The architecture of a file that runs on every one. */
    public static final String ANY = "any";

    public OptimisedFile {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(architecture, "architecture");
        features = List.copyOf(features);
        Objects.requireNonNull(runtime, "runtime");
        Objects.requireNonNull(quantisation, "quantisation");
        Objects.requireNonNull(level, "level");
        Objects.requireNonNull(weights, "weights");
        if (!(tolerance >= 0) || Double.isInfinite(tolerance)) {
            throw InferenceException.mismatch(file + ".tolerance", "a number of 0 or more", tolerance);
        }
    }

    /** The same, all of it checked before the load. */
    OptimisedFile checkedAsAWhole() {
        return new OptimisedFile(file, architecture, features, runtime, quantisation, level, tolerance,
                Optional.empty());
    }

    /** The same, with its weights checked apart from the rest. */
    public OptimisedFile checkedBy(WeightsSum sum) {
        return new OptimisedFile(file, architecture, features, runtime, quantisation, level, tolerance,
                Optional.of(sum));
    }
}
