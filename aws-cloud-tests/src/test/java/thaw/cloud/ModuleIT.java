package thaw.cloud;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import thaw.testing.Await;
import thaw.testing.Terraform;
import thaw.testing.Workplace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What the module wires, seen by a function that prints what reaches it; and that the local cloud behaves like Lambda. */
@ExtendWith(OneCloud.class)
class ModuleIT {

    private static final Duration DELIVERY = Duration.ofMinutes(2);
    private static final String PROBE = """
            module "function" {
              handler         = "thaw.cloud.Probe::handleRequest"
              timeout_seconds = 3
              memory_mb       = 512
            }
            """;

    @Test
    void aRestApiCallsTheAliasAndAFunctionFailsAsOnLambda(LocalCloud cloud) throws Exception {
        Terraform risk = CloudRoots.example("risk", cloud,
                Map.of("package", probe(), "api", "rest", "authoriser", "{kind=\"none\"}"), PROBE);
        risk.apply();
        assertTrue(risk.isSettled(), "a second plan wants to change something");
        URI api = cloud.endpoint()
                .resolve("/_aws/execute-api/" + risk.output("rest_api_id") + "/v1/v2/models");

        assertArrayEquals("{\"a\":1}".getBytes(), post(api, "application/json", "{\"a\":1}".getBytes()));
        byte[] binary = {0, (byte) 0xff, (byte) 0xfe, 10, 13, (byte) 0x80};
        assertArrayEquals(binary, post(api, "application/octet-stream", binary));
        assertTrue(cloud.printed("thaw-risk").contains(":function:thaw-risk:live"),
                "the API bypasses the alias");

        Clients clients = Clients.of(cloud);
        assertFails(clients, "throw", "asked to throw");
        assertFails(clients, "hang", "Task timed out after 3.00 seconds");
        assertFails(clients, "exit", "Runtime exited with 3");
        assertEquals(null, invoke(clients, "nothing").functionError(),
                "a new instance follows one that ended");

        risk.destroy();
        assertEquals(List.of(), risk.resources());
        assertEquals(List.of(), clients.lambda().listFunctions().functions().stream()
                .filter(function -> function.functionName().equals("thaw-risk")).toList());
    }

    @Test
    void aBucketTellsTheAliasOfEveryObjectHoweverItIsNamed(LocalCloud cloud) throws Exception {
        Terraform digits = CloudRoots.example("digits", cloud,
                Map.of("package", probe(), "max_concurrency", "2"), PROBE);
        digits.apply();
        assertTrue(digits.isSettled(), "a second plan wants to change something");
        Clients clients = Clients.of(cloud);
        List<String> keys = List.of("plain.png", "red flower/1.png", "é/ünï.png", "a+b.png", "50%.png",
                "%2B.png", "日本.png");

        keys.forEach(key -> clients.s3().putObject(put -> put.bucket(digits.output("bucket")).key(key),
                RequestBody.fromString("x")));
        Await.until("all " + keys.size() + " objects arrived", DELIVERY,
                () -> said(cloud, "thaw-digits", "object ").size() >= keys.size());

        List<String> decoded = said(cloud, "thaw-digits", "object ").stream().sorted()
                .map(key -> java.net.URLDecoder.decode(key, java.nio.charset.StandardCharsets.UTF_8))
                .toList();
        assertEquals(keys.stream().sorted().toList(), decoded.stream().sorted().toList());
        assertTrue(cloud.printed("thaw-digits").contains(":function:thaw-digits:live"),
                "the bucket bypasses the alias");
        digits.destroy();
        assertEquals(List.of(), digits.resources());
    }

    @Test
    void aStreamIsReadThroughTheAliasInTheOrderOfEachKey(LocalCloud cloud) throws Exception {
        Terraform sentiment = CloudRoots.example("sentiment", cloud, Map.of("package", probe()), PROBE);
        sentiment.apply();
        assertTrue(sentiment.isSettled(), "a second plan wants to change something");
        Clients clients = Clients.of(cloud);

        List<PutRecordsRequestEntry> records = IntStream.range(0, 300)
                .mapToObj(i -> PutRecordsRequestEntry.builder().partitionKey("k" + i % 7)
                        .data(SdkBytes.fromUtf8String(Integer.toString(i))).build())
                .toList();
        clients.kinesis().putRecords(put -> put.streamName(sentiment.output("sentences")).records(records));
        Await.until("300 records arrived", DELIVERY,
                () -> said(cloud, "thaw-sentiment", "record ").size() >= 300);

        Map<String, List<Integer>> byKey = said(cloud, "thaw-sentiment", "record ").stream()
                .map(line -> line.split(" "))
                .collect(Collectors.groupingBy(words -> words[0],
                        Collectors.mapping(words -> Integer.valueOf(words[1]), Collectors.toList())));
        for (int key = 0; key < 7; key++) {
            int first = key;
            assertEquals(IntStream.range(0, 300).filter(i -> i % 7 == first).boxed().toList(),
                    byKey.get("k" + key));
        }
        assertTrue(cloud.printed("thaw-sentiment").contains(":function:thaw-sentiment:live"),
                "the mapping bypasses the alias");
        sentiment.destroy();
        assertEquals(List.of(), sentiment.resources());
    }

    private static void assertFails(Clients clients, String what, String message) {
        InvokeResponse answer = invoke(clients, what);
        assertTrue(answer.functionError() != null && answer.payload().asUtf8String().contains(message),
                "expected '" + message + "', got " + answer.payload().asUtf8String());
    }

    private static InvokeResponse invoke(Clients clients, String what) {
        return clients.lambda().invoke(call -> call.functionName("thaw-risk").qualifier("live")
                .payload(SdkBytes.fromUtf8String("{\"do\": \"" + what + "\"}")));
    }

    private static List<String> said(LocalCloud cloud, String function, String kind) {
        String start = "PROBE " + kind;
        return new ArrayList<>(cloud.printed(function).lines().filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length())).toList());
    }

    private static byte[] post(URI uri, String type, byte[] body) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri)
                .header("Content-Type", type).header("Accept", type).timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(), BodyHandlers.ofByteArray());
        assertEquals(200, answer.statusCode(),
                () -> new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8));
        return answer.body();
    }

    private static String probe() throws IOException {
        Path file = Workplace.scratch("probe").resolve("probe.zip");
        List<Path> libraries = java.util.Arrays.stream(System.getProperty("java.class.path").split(":"))
                .map(Path::of)
                .filter(path -> path.toString().contains("functions-core")
                        || path.toString().contains("jackson-core"))
                .toList();
        try (FunctionZip zip = new FunctionZip(file)) {
            zip.libraries(libraries).type(Probe.class);
        }
        return file.toString();
    }
}
