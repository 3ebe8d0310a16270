package thaw.packaging;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

import thaw.Payload;
import thaw.TriggerKind;
import thaw.packaging.files.Dependencies;
import thaw.packaging.files.Folder;
import thaw.packaging.files.Library;
import thaw.packaging.files.SlimJar;
import thaw.packaging.start.StartCommand;

/**
 * A package in the making: what is packaged, and what all targets do alike with it.
 *
 * @param request   what was asked for
 * @param function  that is packaged
 * @param models    among which its own is
 * @param jdk       that makes class archives and runtimes
 * @param folder    that gets the artefact
 * @param platforms the adapters' jars
 * @param progress  hears what is being done
 */
record Draft(PackageRequest request, PackagedFunction function, ModelFiles models, Jdk jdk, Folder folder,
        Platforms platforms, Progress progress) {

    static final String REQUEST = "request.json";
    /** The folder of the models, in the function's or beside the artefact. */
    static final String MODELS = "models";

    // It carries a Jackson and a Jetty of its own.
    private static final String INVOKER = "java-function-invoker";

    // The SDK's core signs and reads credentials, whichever service is called; the client of the runtime is the program.
    private static final Set<String> ROOTS = Set.of("aws-core", "aws-lambda-java-runtime-interface-client",
            INVOKER);

    /**
     * Copies and prepares the versions of the model that requests can get.
     *
     * @param within the folder of the function, which gets them unless they stay in a repository
     */
    List<ModelPreparation> addModels(Folder within) throws IOException {
        progress.next("model");
        Folder to = modelsFolder(within);
        List<ModelPreparation> prepared = models.copy(function.model(), to).stream()
                .map(folder -> ModelPreparation.of(folder, request.optimiser())).toList();
        to.readable();
        return prepared;
    }

    private Folder modelsFolder(Folder within) throws IOException {
        return (packagesModel() ? within : folder).folder(MODELS);
    }

    /** Whether the model is in the artefact, rather than in a repository. */
    boolean packagesModel() {
        return request.repository().isEmpty();
    }

    /** Where the function finds its model: a start here, beside the artefact what belongs into a repository. */
    String modelsPath() {
        if (packagesModel()) {
            return MODELS;
        }
        return switch (request.target()) {
            case AWS_ZIP, AWS_NATIVE, AZURE, GCP_ZIP -> "../" + MODELS;
            case AWS_IMAGE, GCP, CONTAINER, CONTAINER_NATIVE -> "../../../" + MODELS;
        };
    }

    /** The limits of an instance, for the models that were added. */
    List<Budget> startBudgets(Folder within) throws IOException {
        return new StartBudgets(request, modelFiles(within)).all();
    }

    /** What was added of the model, by path, with sizes. */
    private SortedMap<String, Long> modelFiles(Folder within) throws IOException {
        SortedMap<String, Long> files = new TreeMap<>();
        modelsFolder(within).files().forEach((name, bytes) -> files.put(MODELS + "/" + name, bytes));
        return files;
    }

    /** The same of a model that stays in a repository; empty if it is in the artefact. */
    SortedMap<String, Long> repositoryFiles() throws IOException {
        return packagesModel() ? new TreeMap<>() : modelFiles(folder);
    }

    /** A real request, in the form in which the platform brings it. */
    byte[] requestBytes(StartCommand.Protocol protocol) {
        SampleRequest sample = new SampleRequest(function.model(), models.sample(function.model()));
        return switch (protocol) {
            case LAMBDA -> sample.awsEvent(function.trigger());
            case HTTP -> switch (request.target()) {
                case GCP, GCP_ZIP -> sample.googleRequest(function.trigger());
                case CONTAINER, CONTAINER_NATIVE, AWS_ZIP, AWS_IMAGE, AWS_NATIVE, AZURE -> sample
                        .httpRequest();
            };
        };
    }

    /** Writes the object that {@link #requestBytes} says has landed. */
    void writeObject() throws IOException {
        Optional<Payload> sample = models.sample(function.model());
        if (function.trigger() == TriggerKind.BLOB && sample.isPresent()) {
            folder.write(StartCommand.OBJECT, sample.get().bytes(Integer.MAX_VALUE));
        }
    }

    /**
     * The function's own jars and those of its platform that they need.
     *
     * @param given  of the platform
     * @param wanted which of these may come along
     */
    List<Library> needed(List<Library> given, Predicate<Library> wanted) {
        // A jar that says no group is needed by those alone that name it.
        List<Library> all = Dependencies.named(given);
        Set<String> ours = Set.copyOf(all.stream().map(Library::key).toList());
        List<Library> own = function.jars().stream().filter(jar -> !ours.contains(jar.key())).toList();
        List<Library> roots = new ArrayList<>(all.stream().filter(Draft::isRoot).toList());
        roots.addAll(own);
        List<Library> candidates = new ArrayList<>(all);
        candidates.addAll(own);
        return new Dependencies(candidates).closure(roots, wanted).stream()
                .sorted(Comparator.comparing(library -> library.file().getFileName().toString())).toList();
    }

    private static boolean isRoot(Library library) {
        return library.group().equals("dev.thaw") || library.group().isEmpty()
                || ROOTS.contains(library.artifact());
    }

    /** Copies jars without what is not needed at run time. */
    void addJars(List<Library> libraries, Folder to) throws IOException {
        progress.next("libraries");
        SlimJar.writeAll(libraries.stream().map(Library::file).toList(), to.path());
    }

    /** Their names below a folder, as a class path: in order, behind them what carries libraries of others. */
    static List<String> classPath(List<Library> libraries, String prefix) {
        return libraries.stream()
                .sorted(Comparator.comparing((Library library) -> library.artifact().equals(INVOKER))
                        .thenComparing(library -> library.file().getFileName().toString()))
                .map(library -> prefix + library.file().getFileName()).toList();
    }
}
