package thaw.cloud;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sqs.model.Message;
import thaw.json.Json;
import thaw.json.JsonObject;
import thaw.testing.Await;
import thaw.testing.Terraform;
import thaw.testing.Workplace;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The sources that no example shows, in small numbers: a queue of messages, and objects by EventBridge and by a queue. */
@ExtendWith(OneCloud.class)
class OtherSourcesIT {

    private static final Duration DELIVERY = Duration.ofMinutes(4);
    private static final int MESSAGES = 50;

    @Test
    void messagesAndObjectsAreAnsweredOnceAndPoisonIsSetAside(LocalCloud cloud) throws Exception {
        Terraform other = CloudRoots.root("other", cloud,
                Map.of("sentiment", SampleZip.of("sentiment"), "digits",
                        SampleZip.of("digits")));
        other.apply();
        Clients clients = Clients.of(cloud);
        // LocalStack encodes the keys of EventBridge's events, AWS does not: only plain names show nothing false.
        upload(clients, "ruled-pictures", "a/", "b/");
        upload(clients, "queued-pictures", "a b/", "50%+é/");
        send(clients, other.output("sentences"));

        List<JsonObject> answers = new ArrayList<>();
        Await.until("all answers", DELIVERY, () -> {
            answers.addAll(take(clients, other.output("answers")));
            return answers.size() >= MESSAGES - 2;
        });
        assertEquals(MESSAGES - 2,
                answers.stream().map(answer -> answer.string("event_id")).distinct().count());
        assertEquals(MESSAGES - 2, answers.size());
        List<JsonObject> aside = new ArrayList<>();
        Await.until("both poison messages", DELIVERY, () -> {
            aside.addAll(take(clients, other.output("failures")));
            return aside.size() >= 2;
        });
        assertEquals(List.of("poison", "poison"),
                aside.stream().map(failure -> failure.string("status")).toList());
        for (String way : List.of("eventbridge", "sqs")) {
            Await.until("ten labels by " + way, DELIVERY, () -> labels(clients, way).size() >= 10);
            assertEquals(List.of("0", "0", "0", "0", "0", "0", "0", "0", "1", "1"), labels(clients, way));
        }
        other.destroy();
        assertEquals(List.of(), other.resources());
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

    private static List<JsonObject> take(Clients clients, String queue) {
        List<Message> messages = clients.sqs()
                .receiveMessage(take -> take.queueUrl(queue).maxNumberOfMessages(10).waitTimeSeconds(1))
                .messages();
        messages.forEach(message -> clients.sqs()
                .deleteMessage(taken -> taken.queueUrl(queue).receiptHandle(message.receiptHandle())));
        return messages.stream()
                .map(message -> JsonObject.parse(message.body().getBytes(StandardCharsets.UTF_8), "message"))
                .toList();
    }

    private static List<String> labels(Clients clients, String prefix) {
        List<String> labels = new ArrayList<>();
        for (S3Object object : clients.s3()
                .listObjectsV2(list -> list.bucket("labels-of-pictures").prefix(prefix + "/")).contents()) {
            byte[] document = clients.s3()
                    .getObjectAsBytes(get -> get.bucket("labels-of-pictures").key(object.key()))
                    .asByteArray();
            labels.add(
                    JsonObject.parse(document, object.key()).object("output").orElseThrow().string("label"));
        }
        return labels.stream().sorted().toList();
    }
}
