package thaw.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import thaw.packaging.files.Folder;
import thaw.packaging.files.Library;
import thaw.packaging.start.StartCommand;
import thaw.packaging.start.StartCommand.Protocol;

/**
 * A zip for Lambda's managed Java runtime: jars in {@code lib}, native libraries in {@code native}, models in
 * {@code models}. No class archive: it fits one build of the JDK alone, and Lambda renews its own.
 */
final class AwsZip implements TargetPackage {

    private static final String TASK = "task";
    private static final String RUNTIME = "runtime";
    private static final String LIBRARIES = "lib";
    // Lambda's managed runtime hands it to its virtual machine, which says so on standard error.
    private static final String JAVA_OPTIONS = "JAVA_TOOL_OPTIONS";
    private static final long UPLOAD = 50L << 20;
    private static final long UNPACKED = 250L << 20;

    @Override
    public Artefact make(Draft draft) throws IOException {
        Folder task = draft.folder().folder(TASK);
        AwsServices services = new AwsServices(draft.function(), draft.request().sinks());
        List<Library> platform = draft.platforms().libraries("aws");
        List<Library> runtime = draft.platforms().libraries("aws-runtime");
        List<Library> needed = draft
                .needed(platform, library -> services.admits(library) && !isRuntimes(library));
        draft.addJars(needed, task.folder(LIBRARIES));
        draft.progress().next("native libraries");
        NativeLibraries.onnxRuntime(platform, draft.request().architecture(),
                task.folder(NativeLibraries.FOLDER));
        List<ModelPreparation> models = draft.addModels(task);
        List<String> early = EarlyStart.add(draft, task, models);
        Folder beside = draft.folder().folder(RUNTIME);
        for (Library library : runtime) {
            beside.copy(library.file(), library.file().getFileName().toString());
        }
        draft.progress().next("zip");
        Path zip = draft.folder().path().resolve(draft.function().name() + ".zip");
        task.zip(zip);
        return new Artefact(zip, task.files(), needed, AwsFunction.handler(draft.function().trigger()),
                models,
                Optional.of(start(draft, runtime, early)), budgets(draft, zip, task),
                notes(services, early));
    }

    // The managed runtime has its own, before the function's.
    private static boolean isRuntimes(Library library) {
        return library.group().equals("com.amazonaws")
                && library.artifact().startsWith("aws-lambda-java-");
    }

    private static StartCommand start(Draft draft, List<Library> runtime, List<String> early) {
        List<String> command = new ArrayList<>(List.of(draft.jdk().java().toString()));
        command.addAll(JavaOptions.managedByLambda(draft.request().memory()));
        command.addAll(List.of("-Donnxruntime.native.path=" + NativeLibraries.FOLDER, "-cp",
                String.join(":", Draft.classPath(runtime, "../" + RUNTIME + "/")), AwsFunction.MAIN,
                AwsFunction.handler(draft.function().trigger())));
        Map<String, String> environment = new HashMap<>(AwsFunction.environment(draft));
        if (!early.isEmpty()) {
            environment.put(JAVA_OPTIONS, String.join(" ", early));
        }
        return new StartCommand(draft.request().target().label(), Protocol.LAMBDA, draft.function().name(),
                TASK, command, environment, "", Draft.REQUEST);
    }

    /** What Lambda sets as limits to a zip. */
    static List<Budget> budgets(Draft draft, Path zip, Folder task) throws IOException {
        List<Budget> budgets = new ArrayList<>();
        if (!draft.request().throughStorage()) {
            budgets.add(new Budget("zip that is uploaded", Files.size(zip), UPLOAD,
                    "deploy it from S3 and say so by --through-storage, or leave the model in S3 (--repository s3://...)"));
        }
        budgets.add(new Budget("unpacked zip with its layers", task.bytes(), UNPACKED,
                "use --target aws-image, or leave the model in S3 or on EFS (--repository)"));
        budgets.addAll(draft.startBudgets(task));
        return budgets;
    }

    private static List<String> notes(AwsServices services, List<String> early) {
        List<String> notes = new ArrayList<>(services.notes());
        if (!early.isEmpty()) {
            notes.add("starts fastest with early_start = true in infra/aws, or the variable " + JAVA_OPTIONS
                    + " that start.json has, as 'thaw coldstart' runs it");
        }
        notes.add(
                "without a class archive: the managed runtime brings its own JDK; --target aws-image has one");
        return notes;
    }
}
