package thaw.packaging;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import thaw.InferenceException;
import thaw.TriggerKind;
import thaw.packaging.files.Library;
import thaw.packaging.start.StartCommand.Protocol;

/** An image that answers HTTP on the port that {@code PORT} names, for whatever runs containers. */
final class ContainerImage implements TargetPackage {

    private static final String MAIN = "thaw.local.FunctionServer";

    @Override
    public Artefact make(Draft draft) throws IOException {
        if (draft.function().trigger() != TriggerKind.HTTP) {
            throw InferenceException.mismatch("trigger of '" + draft.function().name() + "'",
                    "http, which is what a container answers", draft.function().trigger());
        }
        if (!draft.function().sinks().isEmpty()) {
            throw InferenceException.unsupported("sinks of '" + draft.function().name() + "'",
                    "a container answers and stores nothing; use the target of a cloud, or thaw serve");
        }
        List<Library> needed = draft.needed(draft.platforms().libraries("container"), library -> true);
        if (draft.request().target() == Target.CONTAINER_NATIVE) {
            return ExecutableImage.make(draft, needed, MAIN, environment(draft), Protocol.HTTP);
        }
        return new ImageRoot(draft, needed).image(
                new ImageRoot.Program(MAIN, List.of(), environment(draft), Protocol.HTTP), "",
                root -> List.of());
    }

    private static Map<String, String> environment(Draft draft) {
        Map<String, String> environment = new HashMap<>(
                Map.of("THAW_FUNCTION", draft.function().name(), "THAW_MODELS", draft.modelsPath()));
        if (!draft.function().coded()) {
            environment.put("THAW_MODEL", draft.function().model().toString());
        }
        return environment;
    }
}
