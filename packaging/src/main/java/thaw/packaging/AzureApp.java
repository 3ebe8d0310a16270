package thaw.packaging;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import thaw.InferenceException;
import thaw.TriggerKind;
import thaw.azure.app.AppFolder;
import thaw.azure.app.AppSource;
import thaw.packaging.files.Folder;
import thaw.packaging.files.Library;
import thaw.packaging.files.SlimJar;

/**
 * A zip for a function app on Azure: {@code host.json}, a folder with {@code function.json} for each function, the adapter's
 * jar beside {@code lib}, native libraries in {@code native}, models in {@code models}. The host starts its own Java.
 */
final class AzureApp implements TargetPackage {

    private static final String APP = "app";
    private static final String ADAPTER = "azure-adapter";
    // A package that is run from a zip.
    private static final long MOST = 1L << 30;

    @Override
    public Artefact make(Draft draft) throws IOException {
        Folder app = draft.folder().folder(APP);
        List<Library> platform = draft.platforms().libraries("azure");
        List<Library> needed = draft.needed(platform, library -> !isTheWorkers(library));
        draft.addJars(needed.stream().filter(library -> !isAdapter(library)).toList(), app.folder("lib"));
        for (Library adapter : needed.stream().filter(AzureApp::isAdapter).toList()) {
            SlimJar.write(adapter.file(), app.path().resolve(AppFolder.JAR));
        }
        AppFolder.of(source(draft)).writeDescriptions(app.path());
        draft.progress().next("native libraries");
        NativeLibraries.onnxRuntime(platform, draft.request().architecture(),
                app.folder(NativeLibraries.FOLDER));
        List<ModelPreparation> models = draft.addModels(app);
        draft.progress().next("zip");
        Path zip = draft.folder().path().resolve(draft.function().name() + ".zip");
        app.zip(zip);
        return new Artefact(zip, app.files(), needed, source(draft).functionName(), models, Optional.empty(),
                budgets(draft, app),
                List.of("settings that its function.json names: docs/azure.md"));
    }

    private static List<Budget> budgets(Draft draft, Folder app) throws IOException {
        List<Budget> budgets = new ArrayList<>(List.of(new Budget("unpacked app", app.bytes(), MOST,
                "leave the model in Blob Storage or on a file share (--repository)")));
        budgets.addAll(draft.startBudgets(app));
        return budgets;
    }

    // The annotations, which the worker has, and the interfaces between it and an app.
    private static boolean isTheWorkers(Library library) {
        return library.artifact().startsWith("azure-functions-java-");
    }

    private static boolean isAdapter(Library library) {
        return library.artifact().equals(ADAPTER);
    }

    private static AppSource source(Draft draft) {
        TriggerKind trigger = draft.function().trigger();
        return draft.request().source().map(name -> Arrays.stream(AppSource.values())
                .filter(source -> source.trigger() == trigger && label(source).equals(name)).findFirst()
                .orElseThrow(() -> InferenceException.mismatch("source", "one of " + of(trigger),
                        "'" + name + "'")))
                .orElseGet(() -> AppSource.usual(trigger));
    }

    private static List<String> of(TriggerKind trigger) {
        return Arrays.stream(AppSource.values()).filter(source -> source.trigger() == trigger)
                .map(AzureApp::label)
                .toList();
    }

    private static String label(AppSource source) {
        return source.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
