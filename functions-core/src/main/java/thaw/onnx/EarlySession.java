package thaw.onnx;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import thaw.model.Checksum;
import thaw.model.OptimisedFile;

/**
 * A session that began with the process, beside the start of the virtual machine: by a small native library, an agent of
 * the virtual machine that {@code thaw package} puts beside ONNX Runtime's, with a plan of what to open. It has compared
 * the file with the plan before it let ONNX Runtime read it; here the plan is compared with the manifest. Without the
 * agent, or with any other file, sum or setting, there is none, and the session is opened as always.
 */
final class EarlySession {

    /** Set where the agent is: its functions are found by the virtual machine in it, and nowhere else. */
    static final String PROPERTY = "thaw.early";

    private static boolean possible = Boolean.getBoolean(PROPERTY);

    private EarlySession() {}

    /**
     * Begins as the agent would, in a native executable, which has none: by the plan beside the models. To be called once,
     * as early as can be, and before the binding loads its library.
     */
    static synchronized void beginInExecutable(NativeFolder natives) {
        if (!NativeFolder.isExecutable() || Runtime.getRuntime().availableProcessors() == 1) {
            return;
        }
        Path plan = Path.of(System.getenv().getOrDefault("THAW_MODELS", "models"), StartPlan.FILE);
        natives.announce();
        Path runtime = Path.of(NativeFolder.library()).toAbsolutePath();
        Path library = runtime.resolveSibling(StartPlan.LIBRARY);
        if (Files.isRegularFile(plan) && Files.isRegularFile(library)) {
            System.load(library.toString());
            possible = begin(plan.toString(), runtime.toString());
        }
    }

    /** Whether that form of a graph, as it is now, was begun with these options; it may still fail. */
    static synchronized boolean isBegun(Path file, OptimisedFile form, Checksum whole,
            ExecutionOptions options) {
        if (!possible || options.spinning() || options.interOpThreads() > 1) {
            return false;
        }
        return begun(file.toString(), StartPlan.rest(form, whole), StartPlan.weights(form),
                options.intraOpThreads());
    }

    /**
     * Waits for it; empty if it could not be opened, was given away already, or is of another copy of ONNX Runtime than the
     * binding's. The caller closes it.
     */
    static synchronized Optional<OrtSession> take(OrtEnvironment environment) {
        return Optional.ofNullable(taken(environment, NativeFolder.library()));
    }

    /** Whether its weights are those that it was begun for: they are summed where it was opened, right after. */
    static synchronized boolean hasItsWeights() {
        return checked();
    }

    /** Frees it, if nobody has taken it: a start is over, and would have needed it. */
    static synchronized void forget() {
        if (possible) {
            release();
        }
    }

    private static native boolean begin(String plan, String library);

    private static native boolean begun(String file, String rest, String weights, int threads);

    private static native OrtSession taken(OrtEnvironment environment, String library);

    private static native boolean checked();

    private static native void release();
}
