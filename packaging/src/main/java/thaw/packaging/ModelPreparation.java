package thaw.packaging;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import thaw.onnx.ModelOptimisation;
import thaw.onnx.ModelOptimisation.Kept;
import thaw.onnx.ModelOptimisation.Optimised;
import thaw.onnx.ModelOptimiser;

/**
 * What was done with a version of a model before it is deployed.
 *
 * @param version its model's name and its own, as folders: {@code digits/3}
 * @param result  whether it starts from an optimised file, and the proof that this answers alike
 */
record ModelPreparation(String version, ModelOptimisation result) {

    private static final double SLOWER = 1.2;

    /**
     * Optimises the copy of a package, and describes it in its manifest.
     *
     * @throws thaw.InferenceException invalid model, if it cannot be loaded; unsupported, if it was to be quantised and
     *                                 cannot be
     */
    static ModelPreparation of(Path folder, ModelOptimiser optimiser) {
        String name = folder.getParent().getFileName() + "/" + folder.getFileName();
        return new ModelPreparation(name, optimiser.optimise(folder));
    }

    /** One line for people. */
    String line() {
        if (result instanceof Optimised done) {
            return String.format(Locale.ROOT,
                    "%s loads in %.1f ms instead of %.1f ms and runs in %.2f ms instead of %.2f ms; "
                            + "%d inputs answered alike to %.1e%s%s",
                    version, millis(done.optimisedLoad()), millis(done.originalLoad()),
                    millis(done.optimisedRun()),
                    millis(done.originalRun()), done.compared(), done.largest(), quantisation(done),
                    slower(done));
        }
        return version + " starts from its original: " + ((Kept) result).reason();
    }

    private static String quantisation(Optimised done) {
        return done.file().quantisation().isEmpty() ? ""
                : String.format(Locale.ROOT,
                        "; quantised (%s): %.1f MiB instead of %.1f MiB, %d of %d labels the same",
                        done.file().quantisation(), mebibytes(done.bytes()),
                        mebibytes(done.originalBytes()),
                        done.agreed(), done.labels());
    }

    // Told where someone can act on it.
    private static String slower(Optimised done) {
        boolean slower = done.file().quantisation().isEmpty()
                && millis(done.optimisedRun()) > SLOWER * millis(done.originalRun());
        return slower ? "; --optimise-for throughput starts a network of convolutions from its original" : "";
    }

    private static double mebibytes(long bytes) {
        return bytes / 1024.0 / 1024.0;
    }

    Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("version", version);
        if (result instanceof Optimised done) {
            tree.put("optimised_file", done.file().file());
            if (!done.file().quantisation().isEmpty()) {
                tree.put("quantisation", done.file().quantisation());
            }
            tree.put("bytes", done.bytes());
            tree.put("original_bytes", done.originalBytes());
            tree.put("inputs_compared", done.compared());
            tree.put("largest_difference", done.largest());
            tree.put("labels_compared", done.labels());
            tree.put("labels_agreed", done.agreed());
            tree.put("original_load_ms", millis(done.originalLoad()));
            tree.put("optimised_load_ms", millis(done.optimisedLoad()));
            tree.put("original_run_ms", millis(done.originalRun()));
            tree.put("optimised_run_ms", millis(done.optimisedRun()));
        } else {
            tree.put("kept", ((Kept) result).reason());
        }
        return tree;
    }

    private static double millis(Duration time) {
        return time.toNanos() / 1e6;
    }
}
