package thaw.cloud;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What the tests find on this machine: the project's folders and the programs that they need. */
final class Workplace {

    private static final Path ROOT = Path.of(System.getProperty("thaw.root", "..")).toAbsolutePath()
            .normalize();

    private Workplace() {}

    static Path root() {
        return ROOT;
    }

    /** A folder of this module's target, made anew. */
    static Path scratch(String name) {
        Path folder = ROOT.resolve("aws-cloud-tests/target/local-cloud").resolve(name);
        try {
            delete(folder);
            return Files.createDirectories(folder);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    static void delete(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Copies a folder with what is in it. */
    static void copy(Path from, Path to) throws IOException {
        try (var paths = Files.walk(from)) {
            for (Path path : paths.filter(path -> !path.toString().contains("/.terraform")).toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        }
    }

    /** The libraries of the runtime client and of DynamoDB Local. */
    static List<Path> platform() {
        Path folder = ROOT.resolve("aws-cloud-tests/platform/target/lib");
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException missing) {
            throw new UncheckedIOException("expected the libraries of local-platform; build with -am",
                    missing);
        }
    }

    /** Skips the test if a program is missing, or fails it where all are required. */
    static void require(String program, String howToGetIt) {
        need(onPath(program), "'" + program + "' is not on the PATH: " + howToGetIt);
    }

    static void need(boolean there, String otherwise) {
        if (!there && System.getProperty("thaw.cloud", "optional").equals("required")) {
            throw new AssertionError(otherwise);
        }
        assumeTrue(there, otherwise);
    }

    static boolean isLinuxOnX64() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")
                && System.getProperty("os.arch").equals("amd64");
    }

    private static boolean onPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(java.io.File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
