package thaw.azure;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import thaw.TriggerEvent.StreamTrigger;
import thaw.TriggerResult;
import thaw.TriggerResult.BatchResult;
import thaw.hosting.HostedFunction;
import thaw.json.Json;

/**
 * Runs a batch that is completed or given back as a whole. A message that fails at its last try is set aside alone: given back
 * again and again it would take its whole batch into the dead letters.
 */
final class LastDelivery {

    private final HostedFunction function;
    private final int tries;

    /**
     * Of a function.
     *
     * @param tries how often a message is delivered before it is set aside
     */
    LastDelivery(HostedFunction function, int tries) {
        this.function = function;
        this.tries = tries;
    }

    /**
     * What comes again.
     *
     * @param counts how often each message was delivered, as a JSON list; empty if nobody knows
     */
    TriggerResult run(StreamTrigger event, String counts) {
        Set<String> last = last(event, counts);
        return function.run(event) instanceof BatchResult batch ? new Isolation(function)
                .run(Failures.of(event, batch), failure -> last.contains(failure.itemId()))
                : new TriggerResult.Acknowledged();
    }

    private Set<String> last(StreamTrigger event, String counts) {
        Set<String> last = new HashSet<>();
        Object tree = counts == null || counts.isBlank() ? List.of()
                : Json.parse(counts.getBytes(StandardCharsets.UTF_8), "DeliveryCountArray");
        // Where the host left a message out, nobody knows whose number is whose.
        if (tree instanceof List<?> numbers && numbers.size() == event.items().size()) {
            for (int i = 0; i < numbers.size(); i++) {
                if (numbers.get(i) instanceof Number count && count.intValue() >= tries) {
                    last.add(event.items().get(i).itemId());
                }
            }
        }
        return last;
    }
}
