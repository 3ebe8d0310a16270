package thaw.azure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import thaw.TriggerEvent.StreamTrigger;
import thaw.TriggerItem;
import thaw.TriggerResult.BatchResult;
import thaw.TriggerResult.ItemFailure;

/**
 * What failed of an event.
 *
 * @param event with these items, and maybe others
 * @param all   in their order
 */
record Failures(StreamTrigger event, List<ItemFailure> all) {

    static Failures of(StreamTrigger event, BatchResult result) {
        return new Failures(event, result.failures());
    }

    /** Those that failed by themselves: where order counts, what is behind a failure was not tried. */
    List<ItemFailure> own() {
        return switch (event.ordering()) {
            case NONE -> all;
            case CHECKPOINT -> all.subList(0, 1);
            case KEY -> firstOfEachKey();
        };
    }

    private List<ItemFailure> firstOfEachKey() {
        Map<String, String> keys = event.items().stream().collect(
                Collectors.toMap(TriggerItem::itemId, TriggerItem::orderingKey, (first, same) -> first));
        Set<String> seen = new HashSet<>();
        List<ItemFailure> first = new ArrayList<>();
        for (ItemFailure failure : all) {
            if (seen.add(keys.get(failure.itemId()))) {
                first.add(failure);
            }
        }
        return first;
    }

    /** The event again, of what failed alone. */
    StreamTrigger again() {
        return again(List.of());
    }

    /** The event again, of what failed and is not among these. */
    StreamTrigger again(Collection<ItemFailure> without) {
        Function<Collection<ItemFailure>, Set<String>> ids = failures -> failures.stream()
                .map(ItemFailure::itemId).collect(Collectors.toSet());
        Set<String> failed = ids.apply(all);
        failed.removeAll(ids.apply(without));
        List<TriggerItem> items = event.items().stream().filter(item -> failed.contains(item.itemId()))
                .toList();
        return new StreamTrigger(event.requestId(), event.ordering(), items, event.deadline());
    }
}
