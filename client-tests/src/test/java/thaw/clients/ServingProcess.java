package thaw.clients;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code thaw serve} in a process of its own, on a free port, until it is closed. */
final class ServingProcess implements AutoCloseable {

    /** The samples of this repository. */
    static final Path SAMPLES = Path.of("..", "samples").toAbsolutePath().normalize();

    private static final Pattern ADDRESS = Pattern.compile("http://(127\\.0\\.0\\.1:\\d+)");

    private final Process process;
    private final CompletableFuture<String> address = new CompletableFuture<>();
    private final StringBuffer printed = new StringBuffer();

    ServingProcess(Path folder, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                        System.getProperty("java.class.path"), "thaw.cli.Main", "serve"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--port", "0"));
        process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
        Thread reader = new Thread(this::read, "serve-output");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                printed.append(line).append('\n');
                Matcher found = ADDRESS.matcher(line);
                if (found.find()) {
                    address.complete(found.group(1));
                }
            }
        } catch (IOException closed) {
            printed.append(closed).append('\n');
        }
        address.completeExceptionally(new IllegalStateException("thaw serve ended:\n" + printed));
    }

    /** host:port, once it answers. */
    String address() throws Exception {
        return address.get(60, TimeUnit.SECONDS);
    }

    /** Ends it as the operating system does when memory runs out: without a word. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("thaw serve did not drain within 20 s:\n" + printed);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }
}
