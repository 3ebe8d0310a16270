package thaw.cloud;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.lambda.model.EventSourcePosition;
import software.amazon.awssdk.services.lambda.model.FunctionResponseType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import thaw.cloud.FaultProxy.Answer;
import thaw.cloud.FaultProxy.Fault;
import thaw.cloud.FaultProxy.Request;
import thaw.testing.Workplace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Faults in the middle of a stream: nothing is lost, nothing doubled, nothing acknowledged early. */
@Order(4)
@ExtendWith(OneDeployment.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultsIT {

    private static final Duration DELIVERY = Duration.ofMinutes(8);
    private static final String FUNCTION = "faulty-stream";
    private static final int RECORDS = 500;
    private static final int POISON = RECORDS / 100;

    private Deployment deployment;
    private Clients clients;

    @BeforeEach
    void use(Deployment given) {
        given.requireLocal("it ends processes and stands between a function and its services");
        deployment = given;
        clients = given.clients();
    }

    @AfterEach
    void mend() {
        Optional.ofNullable(deployment).ifPresent(used -> used.dynamoDb().mend());
    }

    /** Every third request is throttled, and all of an outage of three tries; the process is killed before and after a row is stored. */
    private final class Storm implements Fault {

        private static final Set<Integer> KILLED_BEFORE = Set.of(30, 250);
        private static final Set<Integer> KILLED_AFTER = Set.of(140, 330);
        private final AtomicInteger requests = new AtomicInteger();
        private final AtomicInteger stored = new AtomicInteger();
        private final AtomicInteger kills = new AtomicInteger();
        private final AtomicInteger throttled = new AtomicInteger();

        @Override
        public Optional<Answer> before(Request request) {
            int number = requests.incrementAndGet();
            if (KILLED_BEFORE.contains(number)) {
                kill();
            }
            boolean outage = number >= 60 && number < 72;
            if (outage || number % 3 == 0) {
                throttled.incrementAndGet();
                return Optional.of(Answer.throttled());
            }
            return Optional.empty();
        }

        @Override
        public void after(Request request) {
            if (request.operation().equals("PutItem") && KILLED_AFTER.contains(stored.incrementAndGet())) {
                kill();
            }
        }

        private void kill() {
            kills.incrementAndGet();
            deployment.local().kill(FUNCTION);
        }
    }

    @Test
    @Order(1)
    void nothingIsLostOrDoubledByKillsAndThrottling() throws Exception {
        Storm storm = new Storm();
        deployment.dynamoDb().faultyBy(storm);
        send();
        deployment.await("all rows", FUNCTION, DELIVERY,
                () -> rows("answers") >= RECORDS - POISON && rows("poison") >= POISON);
        requireEachOnce();
        assertEquals(4, storm.kills.get());
        assertTrue(storm.throttled.get() >= 12, "throttled " + storm.throttled);
    }

    @Test
    @Order(2)
    void nothingChangesWhenEverythingIsDeliveredAgain() {
        String again = clients.lambda().createEventSourceMapping(create -> create
                .functionName(FUNCTION + ":" + deployment.output("faults", "version"))
                .eventSourceArn(stream()).startingPosition(EventSourcePosition.TRIM_HORIZON).batchSize(100)
                .functionResponseTypes(FunctionResponseType.REPORT_BATCH_ITEM_FAILURES)).uuid();
        try {
            int before = duplicates();
            deployment.await("everything was recognised", FUNCTION, DELIVERY,
                    () -> duplicates() - before >= RECORDS - POISON);
            requireEachOnce();
        } finally {
            clients.lambda().deleteEventSourceMapping(delete -> delete.uuid(again));
        }
    }

    @Test
    @Order(3)
    void nothingIsAcknowledgedThatIsNotStored() {
        deployment.dynamoDb().faultyBy(request -> Optional.of(Answer.throttled()));
        List<Map<String, Object>> records = IntStream.rangeClosed(1, 3).mapToObj(this::record).toList();
        InvokeResponse answer = clients.invoke(FUNCTION, Map.of("Records", records));
        String text = answer.payload().asUtf8String();
        assertTrue(answer.functionError() != null || text.contains("\"itemIdentifier\":\"1\""), text);
        assertEquals(RECORDS - POISON, rows("answers"));
    }

    private void send() throws Exception {
        List<String> sentences = Files
                .readAllLines(Workplace.root().resolve("samples/data/sentiment/sentences.ndjson"));
        List<PutRecordsRequestEntry> records = IntStream.range(0, RECORDS)
                .mapToObj(i -> PutRecordsRequestEntry.builder().partitionKey("k" + i % 8)
                        .data(SdkBytes.fromUtf8String(
                                i % 100 == 7 ? "{\"text\": " + i : sentences.get(i % sentences.size())))
                        .build())
                .toList();
        assertEquals(0, clients.kinesis()
                .putRecords(put -> put.streamName(deployment.output("faults", "stream")).records(records))
                .failedRecordCount());
    }

    private void requireEachOnce() {
        for (String table : List.of("answers", "poison")) {
            List<String> inputs = clients.rows(deployment.output("faults", table)).stream()
                    .map(row -> row.get("event_id").s()).toList();
            assertEquals(table.equals("poison") ? POISON : RECORDS - POISON, inputs.size(), table);
            assertEquals(inputs.size(), Set.copyOf(inputs).size(), table);
        }
        assertEquals(List.of(), clients.take(deployment.output("faults", "given_up")),
                "Lambda gave something up");
    }

    private int rows(String table) {
        return clients.rows(deployment.output("faults", table)).size();
    }

    private int duplicates() {
        return Metrics.sum(deployment.cloud().printed(FUNCTION), "Duplicate");
    }

    private String stream() {
        return clients.kinesis().describeStreamSummary(
                describe -> describe.streamName(deployment.output("faults", "stream")))
                .streamDescriptionSummary().streamARN();
    }

    private Map<String, Object> record(int number) {
        byte[] data = "{\"text\": \"never stored\"}".getBytes(StandardCharsets.UTF_8);
        return Map.of("eventSource", "aws:kinesis", "eventID", "shardId-000000000000:" + number,
                "eventName", "aws:kinesis:record", "awsRegion", "us-east-1", "eventSourceARN", stream(),
                "kinesis", Map.of("partitionKey", "k", "sequenceNumber", Integer.toString(number), "data",
                        Base64.getEncoder().encodeToString(data), "approximateArrivalTimestamp",
                        1545084650.987));
    }
}
