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
import thaw.predict.PackagePredictors;

/**
 * What was done with a version of a model before it is deployed.
 *
 * @param version its model's name and its own, as folders: {@code digits/3}
 * @param result  whether it starts from an optimised file, and the proof that this answers alike
 */
record ModelPreparation(String version, ModelOptimisation result) {

    /**
     * Optimises the copy of a package, and describes it in its manifest.
     *
     * @throws thaw.InferenceException invalid model, if it cannot be loaded
     */
    static ModelPreparation of(Path folder) {
        String name = folder.getParent().getFileName() + "/" + folder.getFileName();
        return new ModelPreparation(name, ModelOptimiser.with(PackagePredictors::create).optimise(folder));
    }

    /** One line for people. */
    String line() {
        if (result instanceof Optimised done) {
            return String.format(Locale.ROOT,
                    "%s loads in %.1f ms instead of %.1f ms and runs in %.2f ms instead of %.2f ms; "
                            + "%d inputs answered alike to %.1e",
                    version, millis(done.optimisedLoad()), millis(done.originalLoad()),
                    millis(done.optimisedRun()),
                    millis(done.originalRun()), done.compared(), done.largest());
        }
        return version + " starts from its original: " + ((Kept) result).reason();
    }

    Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("version", version);
        if (result instanceof Optimised done) {
            tree.put("optimised_file", done.file().file());
            tree.put("bytes", done.bytes());
            tree.put("inputs_compared", done.compared());
            tree.put("largest_difference", done.largest());
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
