package thaw.azure;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import thaw.json.JsonObject;
import thaw.testing.Command;

/** A process that is killed by its test: invocations from a file, some at a time, what succeeded noted in another. */
final class HostChild {

    private static final int AT_A_TIME = 4;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private HostChild() {}

    public static void main(String[] files) throws Exception {
        List<String> lines = Files.readAllLines(Path.of(files[0]));
        Path done = Path.of(files[1]);
        Set<Integer> before = done(done);
        ExecutorService host = Executors.newFixedThreadPool(AT_A_TIME);
        try (Invocations invocations = Invocations.inProcess(System.getenv())) {
            List<Callable<Void>> calls = new ArrayList<>();
            for (int i = 0; i < lines.size(); i++) {
                int number = i;
                if (!before.contains(number)) {
                    calls.add(() -> call(invocations, lines.get(number), number, done));
                }
            }
            for (Future<Void> call : host.invokeAll(calls)) {
                call.get();
            }
        } finally {
            host.shutdown();
        }
    }

    /**
     * The command that starts it. Providers of functions are found beside the invocations, too.
     *
     * @param options more for Java
     */
    static Command command(Path invocations, Path done, String... options) {
        List<String> line = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        line.addAll(List.of(options));
        line.addAll(List.of("-cp",
                invocations.getParent() + File.pathSeparator + System.getProperty("java.class.path"),
                HostChild.class.getName(), invocations.toString(), done.toString()));
        return Command.of(invocations.getParent(), LIMIT, line.toArray(String[]::new));
    }

    /** What the host would not deliver again. */
    static Set<Integer> done(Path file) throws IOException {
        Set<Integer> done = new HashSet<>();
        if (Files.exists(file)) {
            String noted = Files.readString(file);
            // The kill may have cut the last line off.
            noted.substring(0, noted.lastIndexOf('\n') + 1).lines().map(Integer::valueOf).forEach(done::add);
        }
        return done;
    }

    private static Void call(Invocations invocations, String line, int number, Path done) throws IOException {
        JsonObject answer = JsonObject.of(
                invocations.answer(JsonObject.parse(line.getBytes(StandardCharsets.UTF_8), "invocation")),
                "answer");
        if (!answer.required("result").string("status").equals("Success")) {
            throw new IllegalStateException(String.valueOf(answer.tree()));
        }
        synchronized (HostChild.class) {
            Files.writeString(done, number + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        return null;
    }
}
