package thaw.clients;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A program beside the JVM, run to its end within a time limit. */
record Tool(Path folder, Map<String, String> environment) {

    static boolean onPath(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }

    /** Runs a command that must succeed, and gives what it printed. */
    String run(int minutes, String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("tool", ".log");
        ProcessBuilder builder = new ProcessBuilder(List.of(command)).directory(folder.toFile())
                .redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(minutes, TimeUnit.MINUTES);
        process.destroyForcibly();
        String printed = Files.readString(output);
        Files.delete(output);
        assertTrue(ended,
                () -> String.join(" ", command) + " did not end in " + minutes + " minutes:\n" + printed);
        assertEquals(0, process.exitValue(), () -> String.join(" ", command) + " failed:\n" + printed);
        return printed;
    }
}
