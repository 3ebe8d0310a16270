package thaw.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import thaw.local.ResultDatabase;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A server that cannot start says why, in one line. */
class ServeErrorsTest {

    private static final int FAILURE = 1;
    private static final int USAGE = 2;
    private static final int INVALID_MODEL = 3;
    private static final String ALL = CommandRun.MODELS.toString();
    private static final String DIGITS = CommandRun.MODELS.resolve("digits").toString();

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> ofOptions() {
        String inbox = folder.toString();
        return Stream.of(
                error(USAGE, "'PATH'"),
                error(USAGE, "expected a port from 0 to 65535, got '99999'", DIGITS, "--port", "99999"),
                error(USAGE, "expected a port from 0 to 65535, got '-1'", DIGITS, "--port=-1"),
                error(USAGE, "expected a port from 0 to 65535, got 'http'", DIGITS, "--port", "http"),
                error(USAGE, "'--log'", DIGITS, "--log", "loud"),
                error(USAGE, "'--memory-budget'", DIGITS, "--memory-budget", "lots"),
                error(USAGE, "--cors: expected an origin", DIGITS, "--cors", "example.org"),
                error(USAGE, "--refresh: expected 0 or more seconds, got -1", DIGITS, "--refresh=-1"),
                error(USAGE, "--exit-at-end: expected a --stream", DIGITS, "--exit-at-end"),
                error(USAGE, "expected a folder that is there", DIGITS, "--watch", "nowhere"),
                error(USAGE, "expected a file or a named pipe", DIGITS, "--stream", "nowhere.ndjson"),
                error(USAGE, "'--also'", DIGITS, "--also", "paper"),
                error(USAGE, "several models are served: expected " + inbox + "=MODEL", ALL, "--watch",
                        inbox),
                error(USAGE, "model 'cats' is not served: expected one of digits", ALL, "--watch",
                        inbox + "=cats"));
    }

    @TestFactory
    Stream<DynamicTest> ofModelsAndJars() throws IOException {
        String notJar = Files.writeString(folder.resolve("text.jar"), "not a jar").toString();
        return Stream.of(
                error(INVALID_MODEL, "does not exist", folder.resolve("nothing").toString()),
                error(INVALID_MODEL, "'digits' a second time", ALL, DIGITS),
                error(INVALID_MODEL, "nothing.jar: does not exist", folder.resolve("nothing.jar").toString()),
                error(INVALID_MODEL, "cannot be opened as a jar", notJar, "--models", ALL),
                error(INVALID_MODEL, "found none", jar("none"), "--models", ALL),
                error(INVALID_MODEL, "Shouting", jar("two", FunctionJarFile.Shouting.class,
                        FunctionJarFile.Broken.class), "--models", ALL),
                error(INVALID_MODEL, "no configuration", jar("broken", FunctionJarFile.Broken.class),
                        "--models",
                        ALL),
                error(INVALID_MODEL, "expected a sink, found none", jar("forgetful",
                        FunctionJarFile.Forgetful.class), "--models", ALL),
                error(USAGE, "or --models PATH", jar("alone", FunctionJarFile.Shouting.class)));
    }

    private String jar(String name, Class<?>... providers) {
        return FunctionJarFile.write(folder.resolve(name + ".jar"), providers).toString();
    }

    @Test
    void ofAPortThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            check(FAILURE, "127.0.0.1:" + port + ": cannot listen there", DIGITS, "--port", port);
        }
    }

    @Test
    void ofADatabaseThatAnotherHas() {
        try (ResultDatabase other = ResultDatabase.open(folder.resolve("data").resolve("thaw.db"),
                ResultDatabase.Durability.PROCESS)) {
            check(FAILURE, other.file() + ": another process has it", DIGITS, "--data",
                    folder.resolve("data").toString());
        }
    }

    @Test
    void ofADatabaseThatIsNone() throws IOException {
        Path data = Files.createDirectory(folder.resolve("text"));
        Files.writeString(data.resolve("thaw.db"), "this is a letter and not a database ".repeat(100));
        check(FAILURE, "thaw.db", DIGITS, "--data", data.toString());
    }

    @Test
    void ofADataFolderThatIsAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        check(FAILURE, "database", DIGITS, "--data", file.toString());
    }

    private DynamicTest error(int exitCode, String fragment, String... arguments) {
        return DynamicTest.dynamicTest(exitCode + " " + fragment, () -> check(exitCode, fragment, arguments));
    }

    private void check(int exitCode, String fragment, String... arguments) {
        List<String> all = new ArrayList<>(List.of("serve"));
        all.addAll(List.of(arguments));
        if (!all.contains("--data")) {
            all.addAll(List.of("--data", folder.resolve("data").toString()));
        }
        CommandRun run = CommandRun.thaw(all.toArray(String[]::new));
        assertAll(() -> assertEquals(exitCode, run.exitCode(), run.err()),
                () -> assertEquals(1, run.err().lines().count(), run.err()),
                () -> assertTrue(run.err().contains(fragment), run.err()),
                () -> assertTrue(run.err().startsWith("thaw: ") && !run.err().contains("unexpected"),
                        run.err()));
    }
}
