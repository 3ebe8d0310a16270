package thaw.packaging;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

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

    // It carries a Jackson and a Jetty of its own.
    private static final String INVOKER = "java-function-invoker";

    // The SDK's core signs and reads credentials, whichever service is called; the client of the runtime is the program.
    private static final Set<String> ROOTS = Set.of("aws-core", "aws-lambda-java-runtime-interface-client",
            INVOKER);

    /** Copies and prepares the versions of the model that requests can get. */
    List<ModelPreparation> addModels(Folder to) throws IOException {
        progress.next("model");
        List<ModelPreparation> prepared = models.copy(function.model(), to).stream()
                .map(folder -> ModelPreparation.of(folder, request.optimiser())).toList();
        to.readable();
        return prepared;
    }

    /** A real request, in the form in which the platform brings it. */
    byte[] requestBytes(StartCommand.Protocol protocol) {
        SampleRequest sample = new SampleRequest(function.model(), models.sample(function.model()));
        return switch (protocol) {
            case LAMBDA -> sample.awsEvent(function.trigger());
            case HTTP -> request.target() == Target.GCP ? sample.googleRequest(function.trigger())
                    : sample.httpRequest();
        };
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
