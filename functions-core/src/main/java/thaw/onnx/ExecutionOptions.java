package thaw.onnx;

import java.util.Objects;

/**
 * How ONNX Runtime runs a model. Immutable.
 *
 * @param intraOpThreads threads that share one operator's work, the caller's included; at least 1
 * @param interOpThreads operators of one run side by side; 1 runs them one after the other
 * @param spinning       whether idle threads burn their processor for a while to answer sooner
 * @param optimisation   how far the graph is rewritten at load
 */
public record ExecutionOptions(int intraOpThreads, int interOpThreads, boolean spinning,
        Optimisation optimisation) {

    /** Spinning threads steal the time of a share this small from the very run they wait for. */
    static final int SMALL_SHARE = 8;

    /** How far a graph is rewritten at load. */
    public enum Optimisation {
        /** As it is. */
        NONE,
        /** Constants folded, what is not needed removed. */
        BASIC,
        /** Operators fused as well: still portable to another processor. */
        EXTENDED,
        /** Layouts for this processor as well. */
        ALL
    }

    public ExecutionOptions {
        Objects.requireNonNull(optimisation, "optimisation");
        if (intraOpThreads < 1 || interOpThreads < 1) {
            throw new IllegalArgumentException("expected at least 1 thread, got " + intraOpThreads
                    + " intra-op and " + interOpThreads + " inter-op");
        }
    }

    /**
     * As many intra-op threads as this process has processors, which in a container is its share: ONNX Runtime by itself
     * counts those of the host. No spinning below nine; all optimisations.
     */
    public static ExecutionOptions ofDefaults() {
        int processors = Runtime.getRuntime().availableProcessors();
        return new ExecutionOptions(processors, 1, processors > SMALL_SHARE, Optimisation.ALL);
    }

    /** The same with that many intra-op threads. */
    public ExecutionOptions withIntraOpThreads(int threads) {
        return new ExecutionOptions(threads, interOpThreads, spinning, optimisation);
    }

    /** The same with that optimisation. */
    public ExecutionOptions withOptimisation(Optimisation level) {
        return new ExecutionOptions(intraOpThreads, interOpThreads, spinning, level);
    }
}
