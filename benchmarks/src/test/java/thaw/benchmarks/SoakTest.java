package thaw.benchmarks;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** A soak of seconds: too short for memory, long enough for a handle or a thread lost with each request. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "looks into /proc")
class SoakTest {

    @TempDir
    Path folder;

    @Test
    void mixedLoadIsAnsweredAsItDeservesAndLeaksNoHandle() throws IOException, InterruptedException {
        int port = freePort();
        List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"), "-Xmx256m", "-XX:+UseSerialGC", "thaw.cli.Main",
                "serve",
                Repositories.file("samples/models").toString(), "--port", Integer.toString(port));
        Arguments arguments = new Arguments("--seconds", "15", "--warm-up", "5", "--csv",
                folder.resolve("soak.csv").toString());

        SoakVerdict verdict = Soak.run(arguments, command, port);

        assertTrue(verdict.wrong().isEmpty(), () -> verdict.wrong().toString());
        assertTrue(verdict.growth(Usage::files) < 0.2, () -> verdict.lines().toString());
        assertTrue(verdict.growth(Usage::threads) < 0.2, () -> verdict.lines().toString());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
