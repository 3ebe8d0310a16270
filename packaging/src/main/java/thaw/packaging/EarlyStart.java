package thaw.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import thaw.model.ModelPackage;
import thaw.onnx.StartPlan;
import thaw.packaging.files.Folder;

/**
 * Lets the session of a function's model begin beside the start of the virtual machine: puts the agent's library beside
 * ONNX Runtime's, and its plan beside the models. Its source is in {@code src/main/native}, and so is what compiles it.
 */
final class EarlyStart {

    private EarlyStart() {}

    /**
     * Adds both, if the first of the versions has a form that can be opened so: the others are loaded after it.
     *
     * @param task   where the function runs, with its native libraries
     * @param models that it loads, in this order, below its folder {@code models}
     * @return options of the virtual machine, which runs in the task's folder; none, if nothing is begun early
     */
    static List<String> add(Draft draft, Folder task, List<ModelPreparation> models) throws IOException {
        if (!draft.packagesModel()) {
            return List.of();
        }
        Path version = Path.of(models.get(0).version());
        Path repository = Path.of(Draft.MODELS);
        Path libraries = Path.of(NativeLibraries.FOLDER);
        Optional<String> plan = StartPlan.of(
                ModelPackage.open(task.path().resolve(repository).resolve(version)), version,
                repository.relativize(libraries).resolve(NativeLibraries.RUNTIME));
        if (plan.isEmpty()) {
            return List.of();
        }
        task.folder(Draft.MODELS).write(StartPlan.FILE, plan.get().getBytes(StandardCharsets.UTF_8));
        task.folder(NativeLibraries.FOLDER).write(StartPlan.LIBRARY, library(draft.request().architecture()));
        return StartPlan.options(libraries.resolve(StartPlan.LIBRARY), repository.resolve(StartPlan.FILE));
    }

    private static byte[] library(Architecture architecture) throws IOException {
        try (InputStream file = EarlyStart.class
                .getResourceAsStream("start/" + architecture + "/" + StartPlan.LIBRARY)) {
            return NativeLibraries.forProcessor(StartPlan.LIBRARY, file.readAllBytes(), architecture)
                    .stripped();
        }
    }
}
