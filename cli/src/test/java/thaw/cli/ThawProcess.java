package thaw.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The command in a process of its own, as a shell sees it. */
final class ThawProcess implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final BufferedReader out;
    private final Path err;

    private ThawProcess(Process process, Path err) {
        this.process = process;
        this.err = err;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    static ThawProcess start(Path folder, String... arguments) throws IOException {
        Path err = Files.createTempFile(folder, "err", ".txt");
        List<String> line = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dthaw.home=" + Path.of("..").toAbsolutePath().normalize(), "-cp",
                        System.getProperty("java.class.path"), Main.class.getName()));
        line.addAll(List.of(arguments));
        return new ThawProcess(new ProcessBuilder(line).redirectError(err.toFile()).start(), err);
    }

    String line() throws IOException {
        return out.readLine();
    }

    void write(String input) throws IOException {
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(UTF_8));
        }
    }

    void terminate() {
        process.destroy();
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("expected an end within " + PATIENCE_SECONDS + " s");
        }
        return process.exitValue();
    }

    String rest() throws IOException {
        return String.join("\n", out.lines().toList());
    }

    String err() throws IOException {
        return Files.readString(err);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
