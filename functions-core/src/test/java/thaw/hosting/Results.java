package thaw.hosting;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import thaw.ModelId;
import thaw.Payload;
import thaw.run.ResultKey;
import thaw.run.ResultRecord;

/** Results as the runner hands them to a sink. */
final class Results {

    private Results() {}

    static ResultRecord predicted(String eventId, String orderingKey) {
        return record(eventId, orderingKey, ResultRecord.Status.PREDICTED, Map.of("score", 0.5), "",
                Payload.ofText(eventId));
    }

    static ResultRecord poison(String eventId, Payload payload) {
        return record(eventId, "", ResultRecord.Status.POISON, Map.of(), "no picture", payload);
    }

    static ResultRecord record(String eventId, String orderingKey, ResultRecord.Status status,
            Map<String, Object> output, String reason, Payload payload) {
        return new ResultRecord(new ResultKey(eventId, new ModelId("digits", "1")), "f", orderingKey,
                "stream:" + eventId, status, output, reason, Duration.ZERO,
                Instant.parse("2026-01-01T00:00:00Z"), payload);
    }

    /** One result for each pair of key and number, such as {@code a/1}. */
    static List<ResultRecord> keyed(String... events) {
        return Stream.of(events).map(event -> predicted(event, event.substring(0, event.indexOf('/'))))
                .toList();
    }
}
