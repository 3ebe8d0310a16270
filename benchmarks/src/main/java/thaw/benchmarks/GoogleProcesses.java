package thaw.benchmarks;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Google's own programs as child processes: the invoker with a function, and the emulator of Firestore. */
final class GoogleProcesses {

    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private final Path work;

    /** Their output goes to files of that folder. */
    GoogleProcesses(Path work) {
        this.work = work;
    }

    /** The function of these settings, as its container starts it. */
    ServerProcess function(String name, Map<String, String> settings) throws Exception {
        Path invoker = only(Repositories.file("benchmarks/target/invoker"), "java-function-invoker-.*\\.jar");
        String own = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(part -> Path.of(part).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
        int port = freePort();
        return ServerProcess.start(List.of(JAVA, "-Xmx512m", "-XX:+UseSerialGC", "-cp", invoker.toString(),
                "com.google.cloud.functions.invoker.runner.Invoker", "--classpath", own, "--target",
                "thaw.gcp.CloudFunction", "--port", Integer.toString(port)), settings,
                address(port, "/v2/health/ready"), work.resolve(name + ".log"));
    }

    /** An empty Firestore, if the Google Cloud CLI is here with its emulator. */
    Optional<ServerProcess> firestore() throws Exception {
        Path folder = cloudCli().resolve("platform/cloud-firestore-emulator");
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(JAVA, "-Xmx1g", "-Duser.language=en", "-cp",
                only(folder, "cloud-firestore-emulator\\.jar").toString(),
                "com.google.cloud.datastore.emulator.firestore.CloudFirestore", "start", "--host=127.0.0.1",
                "--port=" + port));
        return Optional.of(ServerProcess.start(command, Map.of(), address(port, "/"),
                work.resolve("firestore.log")));
    }

    private static Path cloudCli() throws IOException, InterruptedException {
        try {
            Process gcloud = new ProcessBuilder("gcloud", "info", "--format=value(installation.sdk_root)")
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String root = new String(gcloud.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return gcloud.waitFor() == 0 ? Path.of(root.strip()) : Path.of("");
        } catch (IOException missing) {
            return Path.of("");
        }
    }

    private static Path only(Path folder, String pattern) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(pattern)).findFirst()
                    .orElseThrow(() -> new IOException("expected " + pattern + " in " + folder));
        }
    }

    private static URI address(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
