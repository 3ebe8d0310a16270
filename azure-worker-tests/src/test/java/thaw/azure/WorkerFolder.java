package thaw.azure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import thaw.json.JsonObject;
import thaw.testing.Workplace;

/**
 * The Java worker of Azure Functions, where it lies: in {@code workers/java} of Core Tools and of the host, or in a folder
 * that its own build filled.
 *
 * @param folder of the worker, which it is told
 * @param jar    that is started
 */
record WorkerFolder(Path folder, Path jar) {

    static final String PROPERTY = "azure.worker.dir";

    private static final String CONFIGURATION = "worker.config.json";
    private static final String ANNOTATIONS = "annotationLib";
    private static final Pattern JAR = Pattern.compile("azure-functions-java-worker(-[0-9][^-]*)?\\.jar");
    private static final Pattern LIBRARY = Pattern.compile(".*azure-functions-java-library.*\\.jar");

    /** Skips the test where none is named; one that is named and is none fails it. */
    static WorkerFolder named() {
        String named = System.getProperty(PROPERTY, "").trim();
        Workplace.need(!named.isEmpty(),
                "the real Java worker of Azure Functions is not tested: name its folder by -D"
                        + PROPERTY + "=..., in Core Tools it is workers/java");
        return at(Path.of(named));
    }

    /**
     * The worker in a folder, or in {@code java} or {@code workers/java} below it.
     *
     * @throws AssertionError if it is not there or lacks something, naming it
     */
    static WorkerFolder at(Path named) {
        Path root = named.toAbsolutePath().normalize();
        List<Path> places = List.of(root, root.resolve("java"), root.resolve("workers/java"));
        WorkerFolder worker = places.stream().flatMap(folder -> in(folder).stream()).findFirst()
                .orElseThrow(() -> new AssertionError(
                        "no azure-functions-java-worker.jar in " + root
                                + ", in java or in workers/java below it, but "
                                + names(root)));
        Path annotations = worker.folder.resolve(ANNOTATIONS);
        if (names(annotations).stream().noneMatch(LIBRARY.asMatchPredicate())) {
            throw new AssertionError("no azure-functions-java-library*.jar in " + annotations
                    + ", from which the worker has its annotations, but " + names(annotations));
        }
        return worker;
    }

    private static Optional<WorkerFolder> in(Path folder) {
        return Stream
                .concat(configured(folder).stream(), names(folder).stream().filter(JAR.asMatchPredicate()))
                .map(folder::resolve).filter(Files::isRegularFile).findFirst()
                .map(jar -> new WorkerFolder(folder, jar));
    }

    private static Optional<String> configured(Path folder) {
        Path file = folder.resolve(CONFIGURATION);
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try {
            return JsonObject.parse(Files.readAllBytes(file), file.toString()).object("description")
                    .map(worker -> worker.string("defaultWorkerPath", "")).filter(name -> !name.isEmpty());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<String> names(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
