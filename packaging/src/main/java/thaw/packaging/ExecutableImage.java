package thaw.packaging;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import thaw.packaging.files.Folder;
import thaw.packaging.files.ImageLayout;
import thaw.packaging.files.Library;
import thaw.packaging.start.StartCommand;
import thaw.packaging.start.StartCommand.Protocol;

/** An image of a native executable: from below, the C libraries, ONNX Runtime's, the program, the model. */
final class ExecutableImage {

    private static final String PROGRAM = "function";

    private ExecutableImage() {}

    /** Makes it of jars, of which one has the main class. */
    static Artefact make(Draft draft, List<Library> libraries, String main, Map<String, String> environment,
            Protocol protocol) throws IOException {
        Folder root = draft.folder().folder("root");
        Folder task = root.folder(ImageRoot.TASK);
        NativeExecutable.make(draft, libraries, main, task.path().resolve(PROGRAM));
        draft.progress().next("native libraries");
        NativeLibraries.onnxRuntime(libraries, draft.request().architecture(),
                task.folder(NativeLibraries.FOLDER));
        List<ModelPreparation> models = draft.addModels(task);
        EarlyStart.add(draft, task, models);
        ImageRoot.addSystem(draft, root);
        ImageRoot.setTimes(root);
        draft.progress().next("image");
        StartCommand start = new StartCommand(draft.request().target().label(), protocol,
                draft.function().name(), "root/" + ImageRoot.TASK, List.of("./" + PROGRAM), environment, "",
                Draft.REQUEST);
        return new Artefact(write(draft, root, environment), root.files(), libraries, "", models,
                Optional.of(start), draft.startBudgets(task),
                List.of());
    }

    private static Path write(Draft draft, Folder root, Map<String, String> environment) throws IOException {
        ImageLayout image = new ImageLayout(draft.folder().folder("image"),
                draft.request().architecture().imageName());
        if (draft.request().base().isPresent()) {
            image.on(draft.request().base().get());
        }
        ImageRoot.addSystemLayer(image, root);
        image.layer(root.path(), ImageRoot.TASK + "/" + NativeLibraries.FOLDER);
        image.layer(root.path(), ImageRoot.TASK + "/" + PROGRAM);
        if (draft.packagesModel()) {
            image.layer(root.path(), ImageRoot.TASK + "/" + Draft.MODELS);
        }
        image.finish(ImageRoot.config(draft, environment, List.of("/" + ImageRoot.TASK + "/" + PROGRAM),
                List.of()));
        Path file = draft.folder().path().resolve(draft.function().name() + ".tar");
        image.tar(file, draft.function().name().toLowerCase(Locale.ROOT));
        return file;
    }
}
