package thaw.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import thaw.conformance.SampleData;
import thaw.json.JsonObject;
import thaw.testing.RuntimeClientLibrary;

/** AWS's own runtime client with one of our handlers, in a process with what Lambda would set; ended with the test. */
final class RuntimeInstance implements AutoCloseable {

    private static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

    private final Process process;
    private final Path output;

    private RuntimeInstance(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts it; a setting whose value is empty is not set. */
    static RuntimeInstance start(Path folder, RuntimeApi api, String handler, Map<String, String> settings,
            String... options) throws IOException {
        String classes = System.getProperty("surefire.test.class.path",
                System.getProperty("java.class.path"));
        List<String> line = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        RuntimeClientLibrary.option(classes), "-cp", classes));
        line.addAll(List.of(options));
        line.addAll(List.of(MAIN, "thaw.aws." + handler + "::handleRequest"));
        return run(line, folder, api, handler, settings);
    }

    /** Starts another program that does what the runtime client does. */
    static RuntimeInstance run(List<String> line, Path folder, RuntimeApi api, String handler,
            Map<String, String> settings) throws IOException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true)
                .redirectOutput(output.toFile()).directory(folder.toFile());
        Map<String, String> environment = new HashMap<>(Map.of("AWS_LAMBDA_RUNTIME_API", api.address(),
                "AWS_LAMBDA_FUNCTION_NAME", "test", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1769",
                "AWS_REGION", "eu-west-1", "_HANDLER", "thaw.aws." + handler + "::handleRequest",
                "LAMBDA_TASK_ROOT", folder.toString(), "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test", "THAW_MODELS", SampleData.models().toString()));
        environment.putAll(settings);
        environment.values().removeIf(String::isEmpty);
        builder.environment().putAll(environment);
        return new RuntimeInstance(builder.start(), output);
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    List<JsonObject> lines() {
        return output().lines().filter(line -> line.startsWith("{"))
                .map(line -> JsonObject.parse(line.getBytes(StandardCharsets.UTF_8), "log"))
                .toList();
    }

    boolean ends() throws InterruptedException {
        return process.waitFor(60, TimeUnit.SECONDS);
    }

    /** As Lambda does when its time is over. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Waits for its end: what it still writes would be in the way of whoever deletes its folder. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }
}
