package thaw.aws;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import thaw.Deadline;
import thaw.InferenceException;
import thaw.TriggerKind;
import thaw.aws.event.Invocation;
import thaw.conformance.RecordedEvents;
import thaw.conformance.SampleData;
import thaw.json.Json;
import thaw.json.JsonObject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Faults of services in the middle of an event: nothing lost, nothing doubled, nothing acknowledged early. */
class SinkFaultsTest {

    private FakeAws aws;

    @BeforeEach
    void startEndpoints() throws IOException {
        aws = new FakeAws();
    }

    @AfterEach
    void stopEndpoints() {
        aws.close();
    }

    private LambdaFunction function(TriggerKind trigger, String model, Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("THAW_MODEL", model);
        environment.putIfAbsent("THAW_MODELS", SampleData.models().toString());
        environment.put("THAW_SINKS", "results");
        PrintStream lines = new PrintStream(new ByteArrayOutputStream());
        return LambdaFunction.of(environment).log(lines).metrics(lines).open(trigger);
    }

    private static List<String> failed(LambdaFunction function, Object event) throws IOException {
        byte[] answer = function.answer(new ByteArrayInputStream(Json.bytes(event)),
                new Invocation("r", Deadline.none()));
        return JsonObject.parse(answer, "answer").objects("batchItemFailures").stream()
                .map(failure -> failure.string("itemIdentifier")).toList();
    }

    @Test
    void sendsWhatKinesisRefusedOnceMore() throws IOException {
        aws.refusedEntries.set(2);
        try (LambdaFunction function = function(TriggerKind.STREAM, "sentiment",
                Map.of("THAW_SINK_RESULTS", "kinesis:out"))) {
            assertEquals(List.of(), failed(function, RecordedEvents.tree("aws/kinesis/aggregated")));
        }
        assertEquals(4, aws.kinesis.size());
        assertEquals(List.of("k1", "k1"), aws.kinesis.stream().map(record -> record.string("PartitionKey"))
                .filter("k1"::equals).toList(), "the aggregate's first and third");
    }

    @Test
    void takesAnAggregateAgainOfWhichOneRecordWasNotStored() throws IOException {
        Map<String, Object> event = RecordedEvents.tree("aws/kinesis/aggregated");
        List<String> sequence = AwsSources.list(event, "Records").stream()
                .map(record -> (String) AwsSources.object(record, "kinesis").get("sequenceNumber")).toList();
        aws.bodyFaults = (operation,
                body) -> operation.equals("PutItem") && body.contains(sequence.get(0) + "/1\"")
                        ? Optional.of(new FakeAws.Fault(400, "ProvisionedThroughputExceededException"))
                        : Optional.empty();
        try (LambdaFunction function = function(TriggerKind.STREAM, "sentiment",
                Map.of("THAW_SINK_RESULTS", "dynamodb:results"))) {
            assertEquals(sequence, failed(function, event), "it, and what stands behind it in the shard");
            aws.bodyFaults = (operation, body) -> Optional.empty();
            assertEquals(List.of(), failed(function, event));
        }
        List<Object> stored = aws.rows("results").stream().map(row -> row.get("event_id")).toList();
        assertEquals(4, stored.size());
        assertEquals(4, Set.copyOf(stored).size(), "each once");
    }

    @Test
    void reportsTheQueuesMessagesThatStayedRefused() throws IOException {
        aws.refusedEntries.set(Integer.MAX_VALUE);
        try (LambdaFunction function = function(TriggerKind.STREAM, "sentiment",
                Map.of("THAW_SINK_RESULTS", "sqs:" + aws.uri() + "/123456789012/out"))) {
            assertEquals(
                    List.of("059f36b4-87a3-44ab-83d2-661975830a7d", "2e1424d4-f796-459a-8184-9c92662be6da"),
                    failed(function, RecordedEvents.tree("aws/sqs/messages")));
            aws.refusedEntries.set(1);
            assertEquals(List.of(), failed(function, RecordedEvents.tree("aws/sqs/messages")));
        }
        assertEquals(2, aws.messages.size());
    }

    @Test
    void takesNothingForStoredOfWhichTheAnswerDoesNotSpeak() throws IOException {
        aws.unspokenEntries.set(1);
        try (LambdaFunction function = function(TriggerKind.STREAM, "sentiment",
                Map.of("THAW_SINK_RESULTS", "sqs:" + aws.uri() + "/123456789012/out"))) {
            assertEquals(List.of(), failed(function, RecordedEvents.tree("aws/sqs/messages")));
            assertEquals(2, aws.messages.size());
        }
        aws.unspokenEntries.set(1);
        try (LambdaFunction function = function(TriggerKind.STREAM, "sentiment",
                Map.of("THAW_SINK_RESULTS", "sns:arn:aws:sns:eu-west-1:123456789012:results"))) {
            assertEquals(List.of(), failed(function, RecordedEvents.tree("aws/sqs/messages")));
            assertEquals(3, aws.published.size(), "one of them once more");
        }
    }

    @Test
    void asksAgainForKeysThatDynamoDbDidNotGetTo() throws IOException {
        try (LambdaFunction function = function(TriggerKind.STREAM, "sentiment",
                Map.of("THAW_SINK_RESULTS", "dynamodb:results"))) {
            assertEquals(List.of(), failed(function, RecordedEvents.tree("aws/sqs/messages")));
            aws.unprocessedKeys.set(1);
            long puts = aws.requests.stream().filter(request -> request.startsWith("PutItem")).count();
            assertEquals(List.of(), failed(function, RecordedEvents.tree("aws/sqs/messages")));
            assertEquals(puts, aws.requests.stream().filter(request -> request.startsWith("PutItem")).count(),
                    "recognised before they were predicted");
        }
    }

    @Test
    void sendsEventsAndAlertsOverTheThreshold() throws IOException {
        try (LambdaFunction function = function(TriggerKind.STREAM, "sentiment", Map.of("THAW_SINK_RESULTS",
                "sns:arn:aws:sns:eu-west-1:123456789012:alerts?label=positive&threshold=0.5"))) {
            assertEquals(List.of(), failed(function, RecordedEvents.tree("aws/sqs/messages")));
        }
        assertEquals(1, aws.published.size(), "the lovely day, not the terrible one");
        try (LambdaFunction function = function(TriggerKind.STREAM, "sentiment",
                Map.of("THAW_SINK_RESULTS", "eventbridge:bus"))) {
            assertEquals(List.of(), failed(function, RecordedEvents.tree("aws/sqs/messages")));
        }
        assertEquals(2, aws.events.size());
    }

    @Test
    void waitsOutABusyS3AndTakesTheUploadAgainIfItStays() throws IOException {
        Map<String, Object> event = RecordedEvents.tree("aws/s3/unicode-and-percent");
        byte[] picture = Files.readAllBytes(SampleData.folder().resolve("data/digits/digit-7-1635.png"));
        Map<String, Object> object = AwsSources.object(
                AwsSources.object(record(event), "s3"), "object");
        object.put("eTag", aws.put("uploads", "雪/100%25 +1.png", picture, ""));
        object.put("size", picture.length);
        try (LambdaFunction function = function(TriggerKind.BLOB, "digits",
                Map.of("THAW_SINK_RESULTS", "s3://out/results", "THAW_DEAD_LETTER", "s3://out/poison"))) {
            aws.failNext("GET", 2, 503, "SlowDown");
            assertEquals(List.of(), failed(function, event));
            assertEquals(1,
                    aws.objects.keySet().stream().filter(key -> key.startsWith("out/results/")).count());
            assertEquals(List.of(), failed(function, event), "the second delivery finds the object there");
            aws.failNext("GET", Integer.MAX_VALUE, 403, "AccessDenied");
            object.put("eTag", FakeS3.digest(new byte[1]));
            InferenceException denied = assertThrows(InferenceException.class, () -> failed(function, event));
            assertTrue(denied.getMessage().contains("s3:GetObject"), denied.getMessage());
            assertFalse(aws.objects.keySet().stream().anyMatch(key -> key.startsWith("out/poison/")));
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> record(Map<String, Object> event) {
        return ((List<Map<String, Object>>) event.get("Records")).get(0);
    }

    @Test
    void storesEachRecordOnceHoweverManyDeliverItAtATime() throws Exception {
        ExecutorService deliveries = Executors.newFixedThreadPool(8);
        try (LambdaFunction function = function(TriggerKind.STREAM, "sentiment",
                Map.of("THAW_SINK_RESULTS", "dynamodb:results"))) {
            List<Callable<List<String>>> calls = Collections.nCopies(8,
                    () -> failed(function, RecordedEvents.tree("aws/kinesis/aggregated")));
            for (Future<List<String>> answer : deliveries.invokeAll(calls)) {
                assertEquals(List.of(), answer.get());
            }
            assertEquals(4, aws.rows("results").size());
        } finally {
            deliveries.shutdown();
        }
    }

    @Test
    void stopsNearTheEndOfItsTimeAndReportsTheRest() throws IOException {
        AtomicLong clock = new AtomicLong();
        List<String> ids = IntStream.range(0, 20).mapToObj(i -> "id-" + i).toList();
        aws.faults = operation -> {
            // Each row takes almost half a second by the clock of the invocation.
            clock.addAndGet(operation.equals("PutItem") ? Duration.ofMillis(450).toNanos() : 0);
            return Optional.empty();
        };
        try (LambdaFunction function = function(TriggerKind.STREAM, "sentiment",
                Map.of("THAW_SINK_RESULTS", "dynamodb:results", "THAW_LIMIT_BATCH_ROWS", "2"))) {
            byte[] answer = function.answer(new ByteArrayInputStream(Json.bytes(messages(ids))),
                    new Invocation("r", Deadline.after(Duration.ofSeconds(4), clock::get)));
            List<String> again = JsonObject.parse(answer, "answer").objects("batchItemFailures").stream()
                    .map(failure -> failure.string("itemIdentifier")).toList();
            int stored = aws.rows("results").size();
            assertTrue(stored > 0 && stored <= 10, "stored " + stored);
            assertEquals(ids.subList(stored, ids.size()), again, "every one that is not stored");
        }
    }

    private static Map<String, Object> messages(List<String> ids) {
        List<Object> records = new ArrayList<>();
        for (String id : ids) {
            Map<String, Object> message = new HashMap<>(record(RecordedEvents.tree("aws/sqs/messages")));
            message.put("messageId", id);
            records.add(message);
        }
        return Map.of("Records", records);
    }

    @Test
    void fetchesItsModelFromS3EvenIfItIsReplacedMeanwhile() throws IOException {
        for (String file : List.of("1/model.onnx", "1/model.json", "1/labels.txt", "1/warmup.txt",
                "aliases.json")) {
            aws.put("models", "team/sentiment/" + file,
                    Files.readAllBytes(SampleData.models().resolve("sentiment").resolve(file)), "");
        }
        aws.put("models", "team/sentiment/2/model.onnx", "not asked for".getBytes(), "");
        AtomicInteger gets = new AtomicInteger();
        aws.faults = operation -> operation.equals("GET") && gets.incrementAndGet() == 4
                ? Optional.of(new FakeAws.Fault(412, "PreconditionFailed"))
                : Optional.empty();
        try (LambdaFunction function = function(TriggerKind.STREAM, "sentiment",
                Map.of("THAW_MODELS", "s3://models/team", "THAW_SINK_RESULTS", "dynamodb:results"))) {
            assertEquals(List.of(), failed(function, RecordedEvents.tree("aws/sqs/messages")));
        }
        assertEquals(2, aws.requests.stream().filter(request -> request.contains("list-type")).count());
        assertFalse(aws.requests.stream().anyMatch(request -> request.contains("sentiment/2/")));
        assertEquals("1", aws.rows("results").get(0).get("version"));
    }
}
