package thaw.aws;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import io.quarkus.amazon.lambda.runtime.MockEventServer;
import io.vertx.ext.web.RoutingContext;
import thaw.TriggerKind;
import thaw.testing.ChildProcess;
import thaw.testing.Command;
import thaw.testing.RuntimeClientLibrary;

/**
 * The zip's content behind Quarkus' Lambda test server: on the JVM by AWS's own runtime client, as the managed runtime does
 * it; an executable by itself.
 */
final class QuarkusLambda implements AwsDriver.Instance {

    private static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
    private static final String HANDLER = "thaw.quarkus.lambda.ManagedHandler::handleRequest";
    private static final List<String> CLIENT = List.of("aws-lambda-java-runtime-interface-client",
            "aws-lambda-java-serialization", "aws-lambda-java-core");
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private static final Map<Map<String, String>, QuarkusLambda> SHARED = new HashMap<>();

    private final HttpClient http = HttpClient.newHttpClient();
    private final MockEventServer server = new TestServer();
    private final ChildProcess process;

    /**
     * Starts it. A function on HTTP has nothing to remember and uses no service: one for each setting answers all tests,
     * and ends with them.
     */
    static AwsDriver.Instance start(TriggerKind trigger, Map<String, String> environment, FakeAws aws)
            throws IOException {
        if (trigger != TriggerKind.HTTP) {
            return new QuarkusLambda(trigger, environment, aws);
        }
        synchronized (SHARED) {
            QuarkusLambda shared = SHARED.get(environment);
            if (shared == null) {
                shared = new QuarkusLambda(trigger, environment, aws);
                SHARED.put(environment, shared);
            }
            return new Shared(shared);
        }
    }

    /** Lambda answers a reported failure with 202, and AWS's client goes on after nothing else. */
    private static final class TestServer extends MockEventServer {
        @Override
        public void handleError(RoutingContext context) {
            context.addHeadersEndHandler(before -> context.response().setStatusCode(202));
            super.handleError(context);
        }
    }

    private record Shared(QuarkusLambda function) implements AwsDriver.Instance {
        @Override
        public Optional<byte[]> invoke(byte[] event) throws IOException, InterruptedException {
            return function.invoke(event);
        }

        @Override
        public void close() {
            // Others may need it.
        }
    }

    private QuarkusLambda(TriggerKind trigger, Map<String, String> environment, FakeAws aws)
            throws IOException {
        server.start(0);
        Map<String, String> settings = new HashMap<>(environment);
        settings.put("THAW_TRIGGER", trigger.name().toLowerCase(Locale.ROOT));
        settings.put("AWS_ENDPOINT_URL", aws.uri().toString());
        process = start("localhost:" + server.getPort() + MockEventServer.BASE_PATH, settings);
    }

    /** Starts it with what Lambda would set. */
    static ChildProcess start(String runtimeApi, Map<String, String> settings) throws IOException {
        Path task = UnpackedZip.folder();
        Command command = Command.of(Files.createTempDirectory("thaw-quarkus"), LIMIT, line(task));
        Map<String, String> environment = new HashMap<>(Map.of("AWS_LAMBDA_RUNTIME_API", runtimeApi,
                "AWS_LAMBDA_FUNCTION_NAME", "test", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1769", "AWS_REGION",
                "eu-west-1", "LAMBDA_TASK_ROOT", task.toString(), "_HANDLER", HANDLER, "AWS_ACCESS_KEY_ID",
                "test", "AWS_SECRET_ACCESS_KEY", "test"));
        environment.putAll(settings);
        return ChildProcess.start(command.with(environment));
    }

    private static String[] line(Path task) {
        Path executable = task.resolve("bootstrap");
        if (Files.exists(executable)) {
            executable.toFile().setExecutable(true);
            return new String[]{executable.toString()};
        }
        return new String[]{Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", RuntimeClientLibrary.option(client()), "-cp",
                client() + File.pathSeparator + task + File.pathSeparator + task.resolve("lib") + "/*", MAIN,
                HANDLER};
    }

    private static String client() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(path.split(File.pathSeparator))
                .filter(jar -> CLIENT.stream().anyMatch(jar::contains))
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Override
    public Optional<byte[]> invoke(byte[] event) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest
                .newBuilder(URI.create("http://localhost:" + server.getPort() + MockEventServer.POST_EVENT))
                .header("Content-Type", "application/json").timeout(Duration.ofSeconds(60))
                .POST(BodyPublishers.ofByteArray(event)).build();
        HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
        return switch (response.statusCode()) {
            case 200 -> Optional.of(response.body());
            case 500 -> Optional.empty();
            default -> throw new AssertionError(response.statusCode() + process.printed());
        };
    }

    @Override
    public void close() {
        process.close();
        try {
            server.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
