package thaw.onnx;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import thaw.model.Checksum;
import thaw.model.Manifest;
import thaw.model.ModelPackage;
import thaw.model.OptimisedFile;
import thaw.model.WeightsSum;

/**
 * What the agent of the virtual machine opens before Java is there to say it: the best optimised form of a package, with
 * the settings that a start will ask for. A text, a line a fact: its name, a space, its value. Written when a function is
 * packaged; whoever packs it starts the virtual machine with {@link #options}.
 */
public final class StartPlan {

    /** The agent's library, beside those of ONNX Runtime. */
    public static final String LIBRARY = "libthaw_start.so";

    /** A plan's file, in the folder of the models. */
    public static final String FILE = "start.plan";

    private static final String FORMAT = "thaw-start 1";
    // The sum of no bytes.
    private static final String NO_WEIGHTS = "00000000";
    private static final String RUNTIME = "onnxruntime ";

    private StartPlan() {}

    /**
     * A plan, for a package as {@code thaw package} leaves it.
     *
     * @param source  the package
     * @param place   of its folder, from the folder that the plan will be in
     * @param library ONNX Runtime's, from there
     * @return empty, if the package has no optimised form that a start checks by CRC-32C, or its names are not those of
     *         one line
     */
    public static Optional<String> of(ModelPackage source, Path place, Path library) {
        Manifest manifest = source.manifest().orElse(null);
        if (manifest == null || manifest.optimised().isEmpty()) {
            return Optional.empty();
        }
        OptimisedFile form = manifest.optimised().get(0);
        Checksum whole = manifest.files().get(form.file());
        String model = place.resolve(form.file()).toString();
        if (whole.crc32c().isEmpty() || !form.runtime().startsWith(RUNTIME)
                || (model + library).lines().count() != 1) {
            return Optional.empty();
        }
        StringBuilder plan = new StringBuilder(FORMAT).append('\n');
        line(plan, "library", library);
        line(plan, "runtime", form.runtime().substring(RUNTIME.length()));
        line(plan, "model", model);
        line(plan, "bytes", whole.bytes());
        line(plan, "rest", rest(form, whole));
        line(plan, "weights", weights(form));
        line(plan, "processors", ExecutionOptions.SMALL_SHARE);
        SessionSettings.mappedEntries(false).forEach((key, value) -> line(plan, "entry", key + ' ' + value));
        form.features().forEach(feature -> line(plan, "feature", feature));
        form.weights().map(WeightsSum::regions).ifPresent(regions -> regions
                .forEach(region -> line(plan, "region", region.offset() + " " + region.bytes())));
        return Optional.of(plan.toString());
    }

    /**
     * By which the virtual machine follows a plan.
     *
     * @param library the agent's, as the process will see it
     * @param plan    as the process will see it
     */
    public static List<String> options(Path library, Path plan) {
        return List.of("-agentpath:" + library + "=" + plan, "-D" + EarlySession.PROPERTY + "=true");
    }

    private static void line(StringBuilder plan, String name, Object value) {
        plan.append(name).append(' ').append(value).append('\n');
    }

    /** The sum of all that leads ONNX Runtime through a file. */
    static String rest(OptimisedFile form, Checksum whole) {
        return form.weights().isPresent() ? form.weights().get().rest() : whole.crc32c();
    }

    /** The sum of what is checked beside the load. */
    static String weights(OptimisedFile form) {
        return form.weights().isPresent() ? form.weights().get().weights() : NO_WEIGHTS;
    }
}
