package thaw.cloud;

import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import thaw.cloud.AwsRequest.Answer;
import thaw.json.Json;
import thaw.json.JsonObject;
import thaw.testing.Workplace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The three samples on a local cloud: the model packages without code, the real adapter, the real runtime client. */
@Order(1)
@ExtendWith(OneDeployment.class)
class SamplesIT {

    private static final Duration DELIVERY = Duration.ofMinutes(10);
    private static final int RECORDS = 10_000;
    private static final int KEYS = 64;
    private static final List<String> AWKWARD = List.of("", "red flower/", "é ünï/", "a+b/100%/", "%2B/日本/");

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void everyPictureBecomesOneRowWithItsLabelHoweverItIsNamed(Deployment deployment) throws Exception {
        Clients clients = deployment.clients();
        Map<String, String> expected = upload(clients, deployment.output("digits", "bucket"));
        assertEquals(200, expected.size());

        String table = deployment.output("digits", "table");
        deployment.await("200 rows", "thaw-digits", DELIVERY,
                () -> clients.rows(table).size() >= expected.size());
        Map<String, String> labels = new TreeMap<>();
        for (Map<String, AttributeValue> row : clients.rows(table)) {
            String input = row.get("input").s();
            String key = input.substring(input.indexOf('/', "s3://".length()) + 1)
                    .replaceAll("\\?versionId=.*$", "");
            assertEquals(null, labels.put(key, row.get("output").m().get("label").s()), "twice: " + key);
        }
        assertEquals(expected, labels);
        assertEquals(List.of(), clients.take(deployment.output("digits", "failures_queue_url")));
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void poisonIsSetAsideAndAllElseIsAnsweredOnceInTheOrderOfItsKey(Deployment deployment) throws Exception {
        Clients clients = deployment.clients();
        int poison = RECORDS / 100;
        send(clients, deployment.output("sentiment", "sentences"));

        List<JsonObject> results = new ArrayList<>();
        StreamTail tail = new StreamTail(clients.kinesis(), deployment.output("sentiment", "results"));
        deployment.await((RECORDS - poison) + " results", "thaw-sentiment", DELIVERY, () -> {
            results.addAll(tail.next());
            return results.size() >= RECORDS - poison;
        });
        List<JsonObject> aside = clients.takeAll(deployment.output("sentiment", "failures_queue_url"), poison,
                DELIVERY);
        results.addAll(tail.next());
        assertEquals(RECORDS - poison, results.size());
        assertEquals(RECORDS - poison, distinct(results));
        assertOrdered(results);
        assertEquals(poison, aside.size());
        assertEquals(poison, distinct(aside));
        assertTrue(aside.stream().allMatch(failure -> failure.string("status").equals("poison")));
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void theGatewayAnswersJsonAndBinary(Deployment deployment) throws Exception {
        URI model = deployment.restApi(deployment.output("risk", "rest_api_id")).resolve("v2/models/risk/");
        JsonObject patient = JsonObject.parse(Files.readAllLines(samples("risk/patients.ndjson")).get(0)
                .getBytes(StandardCharsets.UTF_8), "patient");

        AwsRequest predict = AwsRequest
                .call(deployment.cloud(), model.resolve("predict"), Json.bytes(patient.get("features")))
                .with("Content-Type", "application/json").with("Accept", "application/json");
        Answer json = predict.send();
        assertEquals(200, json.status(), json::text);
        assertTrue(json.text().contains("\"" + patient.string("label") + "\""), json::text);

        Answer binary = inferBinary(deployment.cloud(), model, patient.object("features").orElseThrow());
        assertEquals(200, binary.status(), binary::text);
        int header = Integer.parseInt(binary.header("Inference-Header-Content-Length").orElseThrow());
        assertTrue(binary.body().length > header, "the answer carries no binary data");
        assertEquals('{', binary.body()[0], "the answer is still in base64");

        Answer wrong = new AwsRequest(predict.cloud(), predict.service(), predict.request(),
                "{\"mean radius\": 1}".getBytes(StandardCharsets.UTF_8)).send();
        assertEquals(400, wrong.status(), wrong::text);
    }

    private static Map<String, String> upload(Clients clients, String bucket) throws Exception {
        Map<String, String> expected = new TreeMap<>();
        try (var files = Files.list(samples("digits"))) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                for (String prefix : AWKWARD) {
                    expected.put(prefix + name, label(name));
                    clients.s3().putObject(put -> put.bucket(bucket).key(prefix + name),
                            RequestBody.fromFile(file));
                }
            }
        }
        return expected;
    }

    // The digit is in the name; the sample's page says which one of the forty the model takes for another.
    static String label(String name) {
        return name.equals("digit-3-1632.png") ? "9"
                : name.substring("digit-".length(), "digit-".length() + 1);
    }

    private static void send(Clients clients, String stream) throws Exception {
        List<String> sentences = Files.readAllLines(samples("sentiment/sentences.ndjson"));
        List<PutRecordsRequestEntry> records = IntStream.range(0, RECORDS).mapToObj(i -> {
            JsonObject sentence = JsonObject.parse(
                    sentences.get(i % sentences.size()).getBytes(StandardCharsets.UTF_8),
                    "sentence");
            String good = Json.text(Map.of("id", Integer.toString(i), "text", sentence.string("text")));
            return PutRecordsRequestEntry.builder().partitionKey("k" + i % KEYS)
                    .data(SdkBytes.fromUtf8String(i % 100 == 7 ? "{\"id\": " + i + ", \"te" : good)).build();
        }).toList();
        for (int from = 0; from < RECORDS; from += 500) {
            List<PutRecordsRequestEntry> part = records.subList(from, Math.min(from + 500, RECORDS));
            assertEquals(0, clients.kinesis().putRecords(put -> put.streamName(stream).records(part))
                    .failedRecordCount());
        }
    }

    // An event's id ends with the sequence number, which grows within a shard and so within a key.
    private static void assertOrdered(List<JsonObject> results) {
        Map<String, BigInteger> last = new TreeMap<>();
        for (JsonObject result : results) {
            String id = result.string("event_id");
            BigInteger sequence = new BigInteger(id.substring(id.lastIndexOf('/') + 1));
            BigInteger before = last.put(result.string("ordering_key"), sequence);
            assertTrue(before == null || before.compareTo(sequence) < 0, "out of order: " + id);
        }
        assertEquals(KEYS, last.size());
    }

    private static long distinct(List<JsonObject> documents) {
        return documents.stream().map(document -> document.string("event_id")).distinct().count();
    }

    private static Answer inferBinary(Cloud cloud, URI model, JsonObject features) {
        ByteBuffer data = ByteBuffer.allocate(4 * features.keys().size()).order(ByteOrder.LITTLE_ENDIAN);
        features.keys().forEach(name -> data.putFloat((float) features.number(name)));
        byte[] header = Json.bytes(Map.of("inputs", List.of(Map.of("name", "features", "datatype", "FP32",
                "shape", List.of(1, features.keys().size()),
                "parameters", Map.of("binary_data_size", data.capacity()))),
                "parameters", Map.of("binary_data_output", true)));
        byte[] body = ByteBuffer.allocate(header.length + data.capacity()).put(header).put(data.array())
                .array();
        return AwsRequest.call(cloud, model.resolve("infer"), body)
                .with("Content-Type", "application/octet-stream").with("Accept", "application/octet-stream")
                .with("Inference-Header-Content-Length", Integer.toString(header.length)).send();
    }

    private static Path samples(String name) {
        return Workplace.root().resolve("samples/data").resolve(name);
    }
}
