package thaw.packaging;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import thaw.InferenceException;

/**
 * What makes native executables: the GraalVM or Mandrel of {@code GRAALVM_HOME}, else one in a container. Further options
 * of it, for example a profile of a warm run, are in {@code THAW_NATIVE_OPTIONS}.
 */
final class NativeBuilder {

    private static final String HOME = "GRAALVM_HOME";
    private static final String OPTIONS = "THAW_NATIVE_OPTIONS";
    private static final String IMAGE = "quay.io/quarkus/ubi9-quarkus-mandrel-builder-image:jdk-25";
    private static final List<String> ENGINES = List.of("docker", "podman");
    private static final int OLDEST = 25;
    private static final Pattern VERSION = Pattern.compile("native-image (\\d+)\\S*");
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private final List<String> line;
    private final Optional<Path> folder;
    private final List<String> options;

    private NativeBuilder(List<String> line, Optional<Path> folder, List<String> options) {
        this.line = line;
        this.folder = folder;
        this.options = options;
    }

    /**
     * The one that these variables name or find.
     *
     * @throws InferenceException unavailable, if there is none, saying what is missing; malformed, if it is too old
     */
    static NativeBuilder of(Map<String, String> environment) throws IOException {
        List<String> options = Stream.of(environment.getOrDefault(OPTIONS, "").strip().split("\\s+"))
                .filter(option -> !option.isEmpty()).toList();
        String home = environment.getOrDefault(HOME, "");
        if (!home.isEmpty()) {
            return new NativeBuilder(List.of(checked(Path.of(home)).toString()), Optional.empty(), options);
        }
        Path engine = engine(environment)
                .orElseThrow(() -> InferenceException.unavailable("native executable",
                        "expected a GraalVM or Mandrel 25 in " + HOME
                                + ", or a docker or podman that runs, found neither",
                        null));
        return new NativeBuilder(List.of(engine.toString()), Optional.of(Path.of("/project")),
                options);
    }

    private static Path checked(Path home) throws IOException {
        Path program = home.resolve("bin/native-image");
        if (!Files.isExecutable(program)) {
            throw InferenceException.mismatch(HOME, "a GraalVM or Mandrel 25, with bin/native-image", home);
        }
        String said = Tool.run(List.of(program.toString(), "--version"), home, Map.of());
        Matcher version = VERSION.matcher(said);
        if (!version.find() || Integer.parseInt(version.group(1)) < OLDEST) {
            throw InferenceException.mismatch(HOME, "a GraalVM or Mandrel 25 or newer",
                    said.lines().findFirst().orElse("nothing"));
        }
        return program;
    }

    private static Optional<Path> engine(Map<String, String> environment) {
        String[] folders = environment.getOrDefault("PATH", "").split(File.pathSeparator);
        return ENGINES.stream().flatMap(name -> Stream.of(folders).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable).filter(NativeBuilder::runs).findFirst();
    }

    // A command without its daemon is no engine.
    private static boolean runs(Path engine) {
        try {
            Tool.run(List.of(engine.toString(), "info"), Path.of("").toAbsolutePath(), Map.of());
            return true;
        } catch (IOException | InferenceException notHere) {
            return false;
        }
    }

    /**
     * Runs it.
     *
     * @param arguments with paths relative to the folder
     * @throws InferenceException unavailable, if it fails, with the end of its output
     */
    void run(List<String> arguments, Path in) throws IOException {
        List<String> whole = new ArrayList<>(line);
        if (folder.isPresent()) {
            whole.addAll(
                    List.of("run", "--rm", "--user", owner(in), "--volume", in + ":" + folder.get() + ":z",
                            "--workdir", folder.get().toString(), IMAGE));
        }
        whole.addAll(arguments);
        // The last of two that contradict each other counts.
        whole.addAll(options);
        Tool.run(whole, in, Map.of(), LONGEST);
    }

    // Else what the container writes is root's.
    private static String owner(Path in) throws IOException {
        return Files.getAttribute(in, "unix:uid") + ":" + Files.getAttribute(in, "unix:gid");
    }
}
