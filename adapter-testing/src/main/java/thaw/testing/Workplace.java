package thaw.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What tests find on this machine: the project's folders, free ports and programs. */
public final class Workplace {

    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final AtomicInteger LOGS = new AtomicInteger();
    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    private Workplace() {}

    /** The project's folder, found from wherever a test runs. */
    public static Path root() {
        for (Path around = TARGET.getParent(); around != null; around = around.getParent()) {
            if (Files.isDirectory(around.resolve("functions-core"))) {
                return around;
            }
        }
        throw new IllegalStateException("functions-core is in no folder around " + TARGET.getParent());
    }

    /** A folder below the tested module's target, made anew. */
    public static Path scratch(String name) {
        Path folder = TARGET.resolve("scratch").resolve(name);
        try {
            delete(folder);
            return Files.createDirectories(folder);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    static Path log(String program) {
        return TARGET.resolve("commands").resolve(program + "-" + ProcessHandle.current().pid() + "-"
                + LOGS.incrementAndGet() + ".log");
    }

    // Not below target: a clean build would download and build it all again.
    static Path tools() {
        return root().resolve(".thaw/tools");
    }

    /** Deletes a folder with all that is in it, if it is there. */
    public static void delete(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Copies a folder with what is in it, but for Terraform's working folders. */
    public static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
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

    /** A port of the loopback interface that nobody listens on now. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /** Skips the test if a program is missing, or fails it where all are required. */
    public static void require(String program, String howToGetIt) {
        need(isOnPath(program), "'" + program + "' is not on the PATH: " + howToGetIt);
    }

    /** Skips the test if something is not there, or fails it with {@code -Dthaw.tools=required}. */
    public static void need(boolean there, String otherwise) {
        if (there) {
            return;
        }
        if (System.getProperty("thaw.tools", "optional").equals("required")) {
            throw new AssertionError(otherwise);
        }
        // Surefire counts what is skipped, but does not print why; once is enough.
        if (SAID.add(otherwise)) {
            System.err.println("SKIPPED: " + otherwise);
        }
        assumeTrue(false, otherwise);
    }

    public static boolean isLinuxOnX64() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")
                && System.getProperty("os.arch").equals("amd64");
    }

    static boolean isOnPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
