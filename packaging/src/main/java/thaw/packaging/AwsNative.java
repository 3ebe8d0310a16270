package thaw.packaging;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import thaw.packaging.files.Folder;
import thaw.packaging.files.Library;
import thaw.packaging.start.StartCommand;
import thaw.packaging.start.StartCommand.Protocol;

/**
 * A zip for Lambda's OS-only runtime: the executable {@code bootstrap} with our own client of the Runtime API, native
 * libraries in {@code native}, models in {@code models}.
 */
final class AwsNative implements TargetPackage {

    private static final String TASK = "task";
    private static final String BOOTSTRAP = "bootstrap";

    @Override
    public Artefact make(Draft draft) throws IOException {
        Folder task = draft.folder().folder(TASK);
        AwsServices services = new AwsServices(draft.function(), draft.request().sinks());
        List<Library> platform = draft.platforms().libraries("aws");
        List<Library> needed = draft.needed(platform, services::admits);
        Path program = task.path().resolve(BOOTSTRAP);
        NativeExecutable.make(draft, needed, AwsFunction.PROGRAM, program);
        draft.progress().next("native libraries");
        NativeLibraries.onnxRuntime(platform, draft.request().architecture(),
                task.folder(NativeLibraries.FOLDER));
        List<ModelPreparation> models = draft.addModels(task);
        EarlyStart.add(draft, task, models);
        draft.progress().next("zip");
        Path zip = draft.folder().path().resolve(draft.function().name() + ".zip");
        task.zip(zip);
        return new Artefact(zip, task.files(), needed, AwsFunction.handler(draft.function().trigger()),
                models, Optional.of(start(draft)), AwsZip.budgets(draft, zip, task), services.notes());
    }

    private static StartCommand start(Draft draft) {
        return new StartCommand(draft.request().target().label(), Protocol.LAMBDA, draft.function().name(),
                TASK, List.of("./" + BOOTSTRAP), AwsFunction.environment(draft), "", Draft.REQUEST);
    }
}
