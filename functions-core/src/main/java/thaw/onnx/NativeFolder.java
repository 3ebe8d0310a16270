package thaw.onnx;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import thaw.InferenceException;

/**
 * Where a deployment keeps ONNX Runtime's native libraries as files, so that nothing is extracted at a start: the folder
 * named by the system property {@code thaw.native} or the variable {@code THAW_NATIVE}, or else {@code native} beside
 * the application's jars or classes, beside the folder they are in, or in Lambda's task root; of a native executable,
 * {@code native} beside it, or its own folder. Without one of them the binding extracts the libraries from its own jar.
 */
final class NativeFolder {

    /** The binding's own switch; whoever sets it has decided. */
    static final String BINDING_PROPERTY = "onnxruntime.native.path";

    private static final String NAME = "native";
    private static final String PROPERTY = "thaw.native";
    private static final String VARIABLE = "THAW_NATIVE";
    private static final List<String> LIBRARIES = List.of("onnxruntime", "onnxruntime4j_jni");
    // Of GraalVM: set in a native executable alone.
    private static final String EXECUTABLE = "org.graalvm.nativeimage.imagecode";
    private static final Path SELF = Path.of("/proc/self/exe");

    private final Map<String, String> environment;
    private final Optional<Path> application;
    private final Optional<Path> executable;

    NativeFolder(Map<String, String> environment, Optional<Path> application, Optional<Path> executable) {
        this.environment = environment;
        this.application = application;
        this.executable = executable;
    }

    /** That of this process. */
    static NativeFolder ofProcess() {
        return new NativeFolder(System.getenv(), application(), executable());
    }

    /**
     * Tells the binding, which must not have been used before.
     *
     * @throws InferenceException unavailable, if a folder was named that lacks a library
     */
    void announce() {
        if (System.getProperty(BINDING_PROPERTY) == null) {
            find().ifPresent(folder -> System.setProperty(BINDING_PROPERTY, folder.toString()));
        }
    }

    /** The binding's library of ONNX Runtime, once it is loaded; empty if it has extracted one from its jar. */
    static String library() {
        String folder = System.getProperty(BINDING_PROPERTY);
        return folder == null ? "" : Path.of(folder, System.mapLibraryName("onnxruntime")).toString();
    }

    /** The folder, if there is one. */
    Optional<Path> find() {
        Optional<String> named = Optional.ofNullable(System.getProperty(PROPERTY))
                .or(() -> Optional.ofNullable(environment.get(VARIABLE)));
        if (named.isPresent()) {
            return Optional.of(requireWhole(Path.of(named.get())));
        }
        return places().stream().filter(NativeFolder::isWhole).findFirst();
    }

    /** Where it is looked for, unless it is named. */
    List<Path> places() {
        List<Path> places = new ArrayList<>();
        Optional.ofNullable(environment.get("LAMBDA_TASK_ROOT"))
                .ifPresent(root -> places.add(Path.of(root, NAME)));
        executable.map(Path::getParent).ifPresent(folder -> {
            places.add(folder.resolve(NAME));
            places.add(folder);
        });
        application.map(Path::getParent).ifPresent(folder -> {
            places.add(folder.resolve(NAME));
            if (folder.getParent() != null) {
                places.add(folder.resolveSibling(NAME));
            }
        });
        return places;
    }

    private static Path requireWhole(Path folder) {
        for (String library : LIBRARIES) {
            Path file = folder.resolve(System.mapLibraryName(library));
            if (!Files.isRegularFile(file)) {
                throw InferenceException.unavailable("ONNX Runtime", "expected its native libraries in "
                        + folder + ", which " + PROPERTY + " or " + VARIABLE + " names, but " + file
                        + " does not exist", null);
            }
        }
        return folder;
    }

    private static boolean isWhole(Path folder) {
        return LIBRARIES.stream()
                .allMatch(library -> Files.isRegularFile(folder.resolve(System.mapLibraryName(library))));
    }

    /** The jar or folder that this class is from. */
    private static Optional<Path> application() {
        CodeSource source = NativeFolder.class.getProtectionDomain().getCodeSource();
        try {
            return source == null || source.getLocation() == null ? Optional.empty()
                    : Optional.of(Path.of(source.getLocation().toURI()).toAbsolutePath());
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            // A jar in a jar, or classes that came over a network: there is no folder beside them.
            return Optional.empty();
        }
    }

    static boolean isExecutable() {
        return System.getProperty(EXECUTABLE) != null;
    }

    /** The program of this process, if it is a native executable; of a virtual machine, what is beside it is the JDK's. */
    private static Optional<Path> executable() {
        try {
            return isExecutable() ? Optional.of(SELF.toRealPath()) : Optional.empty();
        } catch (IOException notLinux) {
            return Optional.empty();
        }
    }
}
