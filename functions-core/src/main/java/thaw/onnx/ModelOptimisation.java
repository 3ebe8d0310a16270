package thaw.onnx;

import java.time.Duration;
import java.util.Objects;

import thaw.model.OptimisedFile;

/** What became of a package that was to start faster. Its {@code manifest.json} is written either way. */
public sealed interface ModelOptimisation {

    /**
     * There is an optimised file now, and the original beside it for whoever cannot use that.
     *
     * @param file          as the manifest names it
     * @param bytes         its size
     * @param originalBytes the original's
     * @param compared      on how many inputs the answers of both were compared
     * @param largest       the largest difference, in units of one plus the original's magnitude
     * @param labels        how many labels they gave: the largest of a row of scores, and every integer and text
     * @param agreed        how many of these were the same
     * @param originalLoad  how long the original took to load, as it would at a start
     * @param optimisedLoad how long the optimised file took
     * @param originalRun   how long one run of the original takes, warm
     * @param optimisedRun  how long one run of the optimised file takes: it may be longer, because optimisations that
     *                      depend on the processor are left out
     */
    record Optimised(OptimisedFile file, long bytes, long originalBytes, int compared, double largest,
            long labels, long agreed, Duration originalLoad, Duration optimisedLoad, Duration originalRun,
            Duration optimisedRun)
            implements
                ModelOptimisation {
        public Optimised {
            Objects.requireNonNull(file, "file");
        }
    }

    /**
     * The package starts from its original.
     *
     * @param reason what stands in the way
     */
    record Kept(String reason) implements ModelOptimisation {
        public Kept {
            Objects.requireNonNull(reason, "reason");
        }
    }
}
