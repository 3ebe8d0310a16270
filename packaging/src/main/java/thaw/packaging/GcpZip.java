package thaw.packaging;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import thaw.InferenceException;
import thaw.packaging.files.ClassPathJar;
import thaw.packaging.files.Folder;
import thaw.packaging.files.Library;
import thaw.packaging.start.StartCommand;
import thaw.packaging.start.StartCommand.Protocol;

/**
 * A zip for Cloud Functions: jars in {@code lib}, native libraries in {@code native}, models in {@code models}. Google's
 * buildpack wants exactly one jar beside them, and gives that alone to the invoker, which it fetches itself: the jar's
 * manifest names all others.
 */
final class GcpZip implements TargetPackage {

    private static final String TASK = "task";
    private static final String RUNTIME = "runtime";
    private static final String LIBRARIES = "lib";
    // No more than one in the folder: the build fails otherwise.
    private static final String JAR = "function.jar";
    private static final String INVOKER = "java-function-invoker";
    private static final String INVOKER_THERE = "functions-framework.jar";
    // It hands its own to the function, whatever that brings.
    private static final Set<String> INVOKERS = Set.of(INVOKER, "functions-framework-api", "cloudevents-api");

    @Override
    public Artefact make(Draft draft) throws IOException {
        Folder task = draft.folder().folder(TASK);
        List<Library> platform = draft.platforms().libraries("gcp");
        List<Library> needed = draft.needed(platform, library -> !INVOKERS.contains(library.artifact()));
        draft.addJars(needed, task.folder(LIBRARIES));
        ClassPathJar.write(task.path().resolve(JAR), Draft.classPath(needed, LIBRARIES + "/"));
        draft.progress().next("native libraries");
        NativeLibraries.onnxRuntime(platform, draft.request().architecture(),
                task.folder(NativeLibraries.FOLDER));
        List<ModelPreparation> models = draft.addModels(task);
        draft.folder().folder(RUNTIME).copy(invoker(draft), INVOKER_THERE);
        draft.progress().next("zip");
        Path zip = draft.folder().path().resolve(draft.function().name() + ".zip");
        task.zip(zip);
        return new Artefact(zip, task.files(), needed, GcpImage.ENTRY, models, Optional.of(start(draft)),
                draft.startBudgets(task),
                List.of("without a class archive: the build brings its own JDK; --target gcp has one"));
    }

    private static Path invoker(Draft draft) throws IOException {
        return draft.platforms().libraries("gcp-runtime").stream()
                .filter(library -> library.artifact().equals(INVOKER)).findFirst()
                .orElseThrow(() -> InferenceException.notFound(INVOKER,
                        "expected among the libraries of gcp-runtime"))
                .file();
    }

    private static StartCommand start(Draft draft) {
        Map<String, String> environment = new HashMap<>(GcpImage.environment(draft));
        environment.put("FUNCTION_TARGET", GcpImage.ENTRY);
        return new StartCommand(draft.request().target().label(), Protocol.HTTP, draft.function().name(),
                TASK, List.of(draft.jdk().java().toString(), "-jar", "../" + RUNTIME + "/" + INVOKER_THERE,
                        "--classpath", JAR),
                environment, "", Draft.REQUEST);
    }
}
