package thaw.aws;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpServer;
import org.crac.CheckpointException;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import org.crac.RestoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thaw.conformance.RecordedEvents;
import thaw.conformance.SampleData;
import thaw.json.Json;

import static java.util.function.Predicate.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** SnapStart as the real runtime client does it: initialise, let the hooks run, wait for the restore, go on. */
class SnapshotTest {

    // As Lambda's own runtime starts: the hooks of org.crac reach the runtime client's context.
    private static final String COMPAT = "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac";

    @TempDir
    Path folder;

    @Test
    void goesOnWithANewIdentityAndAModelThatIsLoadedAndPrimed() throws Exception {
        try (RuntimeApi api = new RuntimeApi();
                FakeAws aws = new FakeAws();
                Credentials credentials = new Credentials();
                RuntimeInstance instance = RuntimeInstance.start(folder, api, "StreamHandler",
                        settings(aws, credentials), COMPAT)) {
            assertTrue(api.awaitSnapshot(Duration.ofSeconds(60)), instance::output);
            assertTrue(instance.output().contains("cold start"), "loaded and primed before the snapshot");
            assertEquals(List.of("before"), aws.identities.stream().distinct().toList());
            int fetched = aws.requests.size();

            credentials.name = "after";
            api.restore();
            RuntimeApi.Outcome outcome = api.invoke(RecordedEvents.bytes("aws/kinesis/records"),
                    Duration.ofSeconds(30));
            assertEquals("response", outcome.kind(), instance::output);
            assertEquals(Map.of("batchItemFailures", List.of()), Json.parse(outcome.body(), "answer"));

            assertEquals(2, aws.rows("results").size());
            List<String> later = aws.identities.subList(fetched, aws.identities.size());
            assertEquals(List.of("after"), later.stream().distinct().toList());
            assertFalse(aws.requests.subList(fetched, aws.requests.size()).stream()
                    .anyMatch(request -> request.startsWith("GET")), "the model came with the snapshot");
        }
    }

    @Test
    void theRuntimesHooksAreThoseThatOrgCracLooksFor() throws Exception {
        // Lambda's runtime has no org.crac: the function's own finds these by name and calls them by reflection.
        String runtimes = COMPAT.substring(COMPAT.indexOf('=') + 1);
        for (Class<?> type : List.of(Core.class, Context.class, Resource.class, CheckpointException.class,
                RestoreException.class)) {
            Class<?> twin = Class.forName(runtimes + "." + type.getSimpleName());
            assertEquals(type.isInterface(), twin.isInterface(), twin::getName);
            assertEquals(List.of(), offered(type).stream().filter(not(offered(twin)::contains)).toList());
        }
    }

    private static List<String> offered(Class<?> type) {
        return Stream.of(type.getDeclaredMethods()).filter(method -> Modifier.isPublic(method.getModifiers()))
                .map(method -> method.getName() + Stream.of(method.getParameterTypes())
                        .map(Class::getSimpleName).toList())
                .toList();
    }

    private static Map<String, String> settings(FakeAws aws, Credentials credentials) throws IOException {
        for (String file : List.of("1/model.onnx", "1/model.json", "1/labels.txt", "aliases.json")) {
            aws.put("models", "team/sentiment/" + file,
                    Files.readAllBytes(SampleData.models().resolve("sentiment").resolve(file)), "");
        }
        Map<String, String> settings = new HashMap<>(Map.of("THAW_MODEL", "sentiment", "THAW_MODELS",
                "s3://models/team", "THAW_SINKS", "results", "THAW_SINK_RESULTS", "dynamodb:results",
                "THAW_DEAD_LETTER", "dynamodb:poison", "AWS_ENDPOINT_URL", aws.uri().toString(),
                "AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start"));
        // With a snapshot Lambda hands credentials out over HTTP, for those of the environment would be too old.
        settings.put("AWS_ACCESS_KEY_ID", "");
        settings.put("AWS_SECRET_ACCESS_KEY", "");
        settings.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", credentials.uri());
        return settings;
    }

    /** Where Lambda hands out credentials: they are valid for hours, so that nobody would ask twice of himself. */
    private static final class Credentials implements AutoCloseable {
        private final HttpServer server;
        private volatile String name = "before";

        Credentials() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                byte[] answer = Json.bytes(Map.of("AccessKeyId", name, "SecretAccessKey", "secret", "Token",
                        "token", "Expiration", Instant.now().plusSeconds(20_000).toString()));
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
                exchange.close();
            });
            server.start();
        }

        String uri() {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/credentials";
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
