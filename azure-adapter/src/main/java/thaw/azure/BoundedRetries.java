package thaw.azure;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import thaw.TriggerEvent.StreamTrigger;
import thaw.TriggerItem;
import thaw.TriggerResult;
import thaw.TriggerResult.BatchResult;
import thaw.TriggerResult.ItemFailure;
import thaw.hosting.Backoff;
import thaw.hosting.HostedFunction;

/**
 * Runs a batch whose checkpoint moves on even when the function fails: what failed is tried again a few times, and then set
 * aside.
 */
final class BoundedRetries {

    private static final int ROUNDS = 3;
    // The sinks have tried a few times before: these waits go on where theirs ended.
    private static final int LATER = 4;

    private final HostedFunction function;

    BoundedRetries(HostedFunction function) {
        this.function = function;
    }

    /** What could neither be stored nor set aside. */
    TriggerResult run(StreamTrigger event) {
        TriggerResult result = function.run(event);
        for (int round = 1; result instanceof BatchResult batch; round++) {
            if (round == ROUNDS || event.deadline().passed()) {
                return function.setAside(event, batch.failures());
            }
            Backoff.await(round + LATER, event.requestId());
            result = function.run(only(event, batch.failures()));
        }
        return result;
    }

    private static StreamTrigger only(StreamTrigger event, List<ItemFailure> failures) {
        Set<String> failed = failures.stream().map(ItemFailure::itemId)
                .collect(Collectors.toCollection(HashSet::new));
        List<TriggerItem> items = event.items().stream().filter(item -> failed.contains(item.itemId()))
                .toList();
        return new StreamTrigger(event.requestId(), event.ordering(), items, event.deadline());
    }
}
