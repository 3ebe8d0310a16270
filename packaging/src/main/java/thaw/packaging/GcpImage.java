package thaw.packaging;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import thaw.Sink;
import thaw.packaging.files.Library;
import thaw.packaging.start.StartCommand.Protocol;

/**
 * An image for Cloud Run: Google's functions invoker, on a Java runtime of its own, with a class archive. All jars are on
 * one class path, not behind the invoker's {@code --classpath}: only classes of the application's loader are archived.
 */
final class GcpImage implements TargetPackage {

    private static final String MAIN = "com.google.cloud.functions.invoker.runner.Invoker";
    /** The function, whatever calls it. */
    static final String ENTRY = "thaw.gcp.CloudFunction";

    @Override
    public Artefact make(Draft draft) throws IOException {
        List<Library> all = draft.platforms().libraries("gcp");
        ImageRoot image = new ImageRoot(draft, draft.needed(all, library -> true));
        return image.image(new ImageRoot.Program(MAIN, List.of("--target", ENTRY),
                environment(draft), Protocol.HTTP), ENTRY,
                root -> List.of());
    }

    /** The function's variables; its models lie where it runs. */
    static Map<String, String> environment(Draft draft) {
        Map<String, String> environment = new HashMap<>(Map.of("THAW_FUNCTION", draft.function().name(),
                "THAW_MODELS", draft.modelsPath(), "THAW_TRIGGER",
                draft.function().trigger().name().toLowerCase(Locale.ROOT)));
        if (!draft.function().coded()) {
            environment.put("THAW_MODEL", draft.function().model().toString());
        }
        environment.putAll(SinkVariables.of(draft, GcpImage::standIn));
        return environment;
    }

    // Whole names, so that nobody is asked for the project.
    private static String standIn(Sink sink) {
        if (sink instanceof Sink.ToTable) {
            return "firestore:projects/local/databases/(default)/documents/" + SinkVariables.STAND_IN;
        }
        return sink instanceof Sink.ToObject ? "gs://" + SinkVariables.STAND_IN
                : "pubsub:projects/local/topics/" + SinkVariables.STAND_IN;
    }
}
