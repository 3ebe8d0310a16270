package thaw.cloud;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.model.S3Object;
import thaw.cloud.FaultProxy.Answer;
import thaw.cloud.FaultProxy.Fault;
import thaw.cloud.FaultProxy.Request;
import thaw.conformance.SampleData;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Faults of S3: it is busy, and the model changes while a function loads it. */
@Order(5)
@ExtendWith(OneDeployment.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ObjectFaultsIT {

    private static final Duration DELIVERY = Duration.ofMinutes(6);
    private static final String FUNCTION = "faulty-blob";
    private static final String GRAPH = "models/digits/1/model.onnx";

    private Deployment deployment;
    private Clients clients;

    @BeforeEach
    void use(Deployment given) {
        given.requireLocal("it stands between a function and S3");
        deployment = given;
        clients = given.clients();
    }

    @AfterEach
    void mend() {
        Optional.ofNullable(deployment).ifPresent(used -> used.s3().mend());
    }

    /** Replaces the model between its listing and its reading, and makes S3 busy for two of three readings of a picture. */
    private final class Faults implements Fault {

        private final AtomicBoolean replaced = new AtomicBoolean();
        private final AtomicInteger readings = new AtomicInteger();
        private final AtomicInteger refused = new AtomicInteger();

        @Override
        public Optional<Answer> before(Request request) {
            if (!request.method().equals("GET")) {
                return Optional.empty();
            }
            if (request.path().endsWith(GRAPH) && replaced.compareAndSet(false, true)) {
                upload(deployment.output("faults", "models"), GRAPH, retrained());
            }
            if (request.path().endsWith(".png") && readings.incrementAndGet() % 3 != 0) {
                refused.incrementAndGet();
                return Optional.of(Answer.slowDown());
            }
            return Optional.empty();
        }
    }

    @Test
    @Order(1)
    void aModelThatIsReplacedWhileItIsLoadedIsLoadedAnewAndABusyStoreIsAskedAgain() throws Exception {
        uploadModel();
        Faults faults = new Faults();
        deployment.s3().faultyBy(faults);
        for (Path picture : pictures()) {
            upload(deployment.output("faults", "pictures"), "a b/" + picture.getFileName(),
                    Files.readAllBytes(picture));
        }
        deployment.await("all rows", FUNCTION, DELIVERY, () -> rows().size() >= pictures().size());
        requireRightLabels();
        assertTrue(faults.replaced.get() && faults.refused.get() >= pictures().size(),
                "refused " + faults.refused);
        assertTrue(deployment.cloud().printed(FUNCTION).contains("model was replaced while it was fetched"));
    }

    @Test
    @Order(2)
    void nothingChangesWhenEveryObjectIsAnnouncedAgain() {
        String bucket = deployment.output("faults", "pictures");
        List<Map<String, Object>> records = clients.s3().listObjectsV2(list -> list.bucket(bucket)).contents()
                .stream().map(object -> record(bucket, object)).toList();
        int before = Metrics.sum(deployment.cloud().printed(FUNCTION), "Duplicate");
        assertEquals(null, clients.invoke(FUNCTION, Map.of("Records", records)).functionError());
        int after = Metrics.sum(deployment.cloud().printed(FUNCTION), "Duplicate");
        assertEquals(records.size(), after - before);
        requireRightLabels();
    }

    private void uploadModel() throws IOException {
        Path models = SampleData.models();
        try (Stream<Path> files = Files.walk(models.resolve("digits"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                upload(deployment.output("faults", "models"), "models/" + models.relativize(file),
                        Files.readAllBytes(file));
            }
        }
    }

    // The graph with another description (field 6 of ModelProto): other bytes, the same predictions.
    private static byte[] retrained() {
        try {
            byte[] description = "trained again".getBytes(StandardCharsets.UTF_8);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.write(Files.readAllBytes(SampleData.models().resolve("digits/1/model.onnx")));
            bytes.write(6 << 3 | 2);
            bytes.write(description.length);
            bytes.write(description);
            return bytes.toByteArray();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void upload(String bucket, String key, byte[] bytes) {
        clients.s3().putObject(put -> put.bucket(bucket).key(key), RequestBody.fromBytes(bytes));
    }

    private static List<Path> pictures() throws IOException {
        try (Stream<Path> files = Files.list(SampleData.folder().resolve("data/digits"))) {
            return files.sorted().toList();
        }
    }

    private List<Map<String, AttributeValue>> rows() {
        return clients.rows(deployment.output("faults", "labels"));
    }

    private void requireRightLabels() {
        Map<String, String> labels = new TreeMap<>();
        rows().forEach(row -> assertEquals(null,
                labels.put(row.get("input").s(), row.get("output").m().get("label").s()), "twice"));
        assertEquals(40, labels.size());
        labels.forEach(
                (input, label) -> assertEquals(SamplesIT.label(input.replaceAll("^.*/|\\?.*$", "")), label,
                        input));
    }

    private static Map<String, Object> record(String bucket, S3Object object) {
        return Map.of("eventVersion", "2.3", "eventSource", "aws:s3", "awsRegion", "us-east-1", "eventTime",
                "2026-09-03T19:37:27.192Z", "eventName", "ObjectCreated:Put", "s3",
                Map.of("s3SchemaVersion", "1.0", "bucket",
                        Map.of("name", bucket, "arn", "arn:aws:s3:::" + bucket), "object",
                        Map.of("key", URLEncoder.encode(object.key(), StandardCharsets.UTF_8), "size",
                                object.size(), "eTag", object.eTag().replace("\"", ""), "sequencer", "0A")));
    }
}
