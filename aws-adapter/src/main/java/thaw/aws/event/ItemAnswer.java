package thaw.aws.event;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import thaw.InferenceException;
import thaw.TriggerResult;
import thaw.TriggerResult.Acknowledged;
import thaw.TriggerResult.BatchResult;
import thaw.json.Json;

/**
 * How a source of items is told what failed. Immutable.
 *
 * @param partial whether it takes single failures back; otherwise the whole event fails and comes again
 * @param state   of a tumbling window, which must be handed back
 */
public record ItemAnswer(boolean partial, Optional<Object> state) {

    /** Kinesis, DynamoDB streams and SQS: each failed item by its identifier. */
    static final ItemAnswer PARTIAL = new ItemAnswer(true, Optional.empty());

    /** Asynchronous invocations and Kafka: all or nothing. */
    static final ItemAnswer WHOLE = new ItemAnswer(false, Optional.empty());

    /** The document for a result of that many items. */
    byte[] document(TriggerResult result, int items) {
        List<TriggerResult.ItemFailure> failures = failures(result);
        if (!partial && !failures.isEmpty()) {
            throw failed(failures, items);
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        // An empty identifier would mean that all failed; TriggerItem lets none arise.
        answer.put("batchItemFailures",
                failures.stream().map(failure -> Map.of("itemIdentifier", failure.itemId())).toList());
        state.ifPresent(kept -> answer.put("state", kept));
        return Json.bytes(answer);
    }

    private static List<TriggerResult.ItemFailure> failures(TriggerResult result) {
        if (result instanceof BatchResult batch) {
            return batch.failures();
        }
        if (result instanceof Acknowledged) {
            return List.of();
        }
        throw new IllegalArgumentException("expected the result of items, got " + result);
    }

    // Thrown, so that Lambda tries again and in the end hands the event to the on-failure destination.
    private static InferenceException failed(List<TriggerResult.ItemFailure> failures, int items) {
        InferenceException first = failures.get(0).cause();
        return InferenceException.unavailable("event", failures.size() + " of " + items
                + " items failed and come again, the first: " + first.getMessage(), first);
    }
}
