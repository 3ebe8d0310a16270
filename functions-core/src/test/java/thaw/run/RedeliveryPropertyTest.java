package thaw.run;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import thaw.Deadline;
import thaw.FunctionDefinition;
import thaw.Limits;
import thaw.Ordering;
import thaw.Payload;
import thaw.Sink;
import thaw.TriggerEvent.StreamTrigger;
import thaw.TriggerItem;
import thaw.TriggerResult;
import thaw.TriggerResult.BatchResult;
import thaw.telemetry.StructuredLog;
import thaw.telemetry.Telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A platform that delivers again what was reported, sinks that fail at random: what must hold in the end. */
class RedeliveryPropertyTest {

    @Property(tries = 300)
    void everyItemIsStoredOrSetAsideOnceAndInOrder(@ForAll long seed, @ForAll Ordering ordering,
            @ForAll @IntRange(min = 1, max = 40) int size,
            @ForAll @IntRange(min = 1, max = 9) int batchRows) {
        Random random = new Random(seed);
        KeptResults results = new KeptResults();
        List<TriggerItem> items = items(random, size);
        try (FunctionRunner<?, ?> runner = runner(results, batchRows)) {
            deliverUntilAcknowledged(runner, results, items, ordering, random);
        }

        Set<String> poison = items.stream().filter(RedeliveryPropertyTest::isPoison).map(TriggerItem::eventId)
                .collect(Collectors.toSet());
        assertEquals(poison, Set.copyOf(results.sink("poison").eventIds()));
        assertEquals(size - poison.size(), results.sink("log").records.size());
        assertEquals(Set.copyOf(results.sink("log").eventIds()),
                Set.copyOf(results.sink("results").eventIds()));
        if (ordering != Ordering.NONE) {
            requireOrderPerKey(results.sink("log"));
        }
    }

    private static void deliverUntilAcknowledged(FunctionRunner<?, ?> runner, KeptResults results,
            List<TriggerItem> items, Ordering ordering, Random random) {
        List<TriggerItem> pending = items;
        for (int attempt = 0; !pending.isEmpty(); attempt++) {
            assertTrue(attempt < 1000, "an item comes again for ever");
            boolean calm = attempt > 20;
            for (String sink : List.of("log", "results", "poison")) {
                results.sink(sink).fails = record -> !calm && random.nextInt(4) == 0;
                results.sink(sink).unreachable = !calm && random.nextInt(6) == 0;
            }
            pending = again(pending, runner.run(new StreamTrigger("r", ordering, pending, Deadline.none())),
                    ordering);
        }
    }

    /** What the platform delivers next: after a checkpoint all, else what was reported. */
    private static List<TriggerItem> again(List<TriggerItem> pending, TriggerResult result,
            Ordering ordering) {
        if (!(result instanceof BatchResult batch)) {
            return List.of();
        }
        Set<String> failed = batch.failures().stream().map(TriggerResult.ItemFailure::itemId)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (ordering != Ordering.CHECKPOINT) {
            return pending.stream().filter(item -> failed.contains(item.itemId())).toList();
        }
        String lowest = failed.iterator().next();
        int checkpoint = pending.stream().map(TriggerItem::itemId).toList().indexOf(lowest);
        return pending.subList(checkpoint, pending.size());
    }

    private static void requireOrderPerKey(KeptResults.Kept sink) {
        for (String key : List.of("a", "b", "c")) {
            List<Integer> stored = sink.records.values().stream()
                    .filter(record -> record.orderingKey().equals(key))
                    .map(record -> Integer.valueOf(record.key().eventId())).toList();
            assertEquals(stored.stream().sorted().toList(), stored, "order of key " + key);
        }
    }

    private static List<TriggerItem> items(Random random, int size) {
        List<TriggerItem> items = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            String text = random.nextInt(5) == 0 ? "not a number"
                    : random.nextInt(8) == 0 ? "13" : Integer.toString(random.nextInt(10));
            String key = List.of("a", "b", "c").get(random.nextInt(3));
            items.add(new TriggerItem("item-" + i, "" + i, key, "stream/" + i, Payload.ofText(text)));
        }
        return items;
    }

    private static boolean isPoison(TriggerItem item) {
        return Set.of("not a number", "13").contains(item.payload().text(100));
    }

    private static FunctionRunner<?, ?> runner(KeptResults results, int batchRows) {
        FunctionDefinition<?, ?> definition = FunctionDefinition.onStream("doubling").sink(Sink.stream("log"))
                .sink(Sink.table("results")).deadLetter(Sink.table("poison"))
                .limits(Limits.ofDefaults().toBuilder().batchRows(batchRows).build()).build();
        return new FunctionRunner<>(definition, new DoublingModels(), results, Telemetry.NONE,
                StructuredLog.none());
    }
}
