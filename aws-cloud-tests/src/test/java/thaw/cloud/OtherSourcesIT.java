package thaw.cloud;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Object;
import thaw.json.Json;
import thaw.json.JsonObject;
import thaw.testing.Workplace;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The sources that no example shows, in small numbers: a queue of messages, and objects by EventBridge and by a queue. */
@Order(2)
@ExtendWith(OneDeployment.class)
class OtherSourcesIT {

    private static final Duration DELIVERY = Duration.ofMinutes(6);
    private static final int MESSAGES = 50;

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void messagesAreAnsweredOnceAndPoisonIsSetAside(Deployment deployment) {
        Clients clients = deployment.clients();
        send(clients, deployment.output("sources", "sentences"));

        List<JsonObject> answers = clients.takeAll(deployment.output("sources", "answers"), MESSAGES - 2,
                DELIVERY);
        assertEquals(MESSAGES - 2,
                answers.stream().map(answer -> answer.string("event_id")).distinct().count());
        assertEquals(MESSAGES - 2, answers.size());
        List<JsonObject> aside = clients.takeAll(deployment.output("sources", "failures"), 2, DELIVERY);
        assertEquals(List.of("poison", "poison"),
                aside.stream().map(failure -> failure.string("status")).toList());
    }

    // LocalStack encodes the keys of EventBridge's events, AWS does not: only plain names show nothing false.
    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @CsvSource({"eventbridge, a/, b/", "sqs, a b/, 50%+é/"})
    void objectsAreAnsweredOnce(String way, String first, String second, Deployment deployment)
            throws Exception {
        Clients clients = deployment.clients();
        upload(clients, deployment.output("sources", way), first, second);
        String bucket = deployment.output("sources", "labels");
        deployment.await("ten labels", "by-" + way, DELIVERY,
                () -> labels(clients, bucket, way).size() >= 10);
        assertEquals(List.of("0", "0", "0", "0", "0", "0", "0", "0", "1", "1"), labels(clients, bucket, way));
    }

    private static void upload(Clients clients, String bucket, String... prefixes) throws Exception {
        try (var files = Files.list(Workplace.root().resolve("samples/data/digits"))) {
            for (Path file : files.sorted().limit(5).toList()) {
                for (String prefix : prefixes) {
                    clients.s3().putObject(put -> put.bucket(bucket).key(prefix + file.getFileName()),
                            RequestBody.fromFile(file));
                }
            }
        }
    }

    private static void send(Clients clients, String queue) {
        for (int i = 0; i < MESSAGES; i++) {
            String body = i % 25 == 3 ? "{\"text\": "
                    : Json.text(Map.of("text", "What a fine day, number " + i));
            clients.sqs().sendMessage(send -> send.queueUrl(queue).messageBody(body));
        }
    }

    private static List<String> labels(Clients clients, String bucket, String prefix) {
        List<String> labels = new ArrayList<>();
        for (S3Object object : clients.s3()
                .listObjectsV2(list -> list.bucket(bucket).prefix(prefix + "/")).contents()) {
            byte[] document = clients.s3()
                    .getObjectAsBytes(get -> get.bucket(bucket).key(object.key()))
                    .asByteArray();
            labels.add(
                    JsonObject.parse(document, object.key()).object("output").orElseThrow().string("label"));
        }
        return labels.stream().sorted().toList();
    }
}
