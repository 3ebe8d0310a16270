package thaw.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** No figures that count: only that the cold starts are still measured, and their answers still right. */
class ColdStartsStartTest {

    @TempDir
    Path folder;

    @Test
    void aFailingContestantIsARowAndTheOthersAreMeasured() throws Exception {
        for (String tool : List.of("python3.11", "cc", "mvn")) {
            assumeTrue(onPath(tool), tool + " is not on the PATH");
        }
        String printed = run("--rounds", "1", "--warm", "2", "--models", "digits", "--conditions",
                "plain,evicted", "--only", "c-plain,java,native", "--result",
                folder.resolve("coldstart.md").toString());
        List<String> rows = Files.readAllLines(folder.resolve("coldstart.csv"));
        for (String condition : List.of("plain", "evicted")) {
            assertTrue(has(rows, condition + ",digits,c-plain,1,"), printed);
            assertTrue(has(rows, condition + ",digits,java,1,") || printed.contains("needs JDK 17"), printed);
            assertTrue(has(rows, condition + ",digits,native,,,,,,,the process ended"), printed);
        }
        String page = Files.readString(folder.resolve("coldstart.md"));
        assertTrue(page.contains("| C, plain .onnx |") && page.contains("## Goals"), page);
    }

    private static boolean has(List<String> rows, String start) {
        return rows.stream().anyMatch(row -> row.startsWith(start));
    }

    private static boolean onPath(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, name)));
    }

    private String run(String... options) throws IOException, InterruptedException {
        Path output = folder.resolve("output.log");
        ProcessBuilder builder = new ProcessBuilder(Stream
                .concat(Stream.of("python3.11", "coldstart/harness/main.py"), Stream.of(options)).toList())
                .redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("PYTHONPATH", "python");
        builder.environment().put("THAW_NATIVE", "/bin/false");
        Process process = builder.start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(10, TimeUnit.MINUTES);
        process.destroyForcibly();
        String printed = Files.readString(output);
        assertTrue(ended, () -> "no end within ten minutes:\n" + printed);
        assertEquals(0, process.exitValue(), printed);
        return printed;
    }
}
