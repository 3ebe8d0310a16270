package thaw.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import thaw.Deadline;
import thaw.InferenceException;
import thaw.Ordering;
import thaw.TriggerItem;

/**
 * One event of many items: chunk by chunk, duplicates left out, each chunk predicted and stored before the next begins.
 * Not thread-safe: one event, one thread.
 */
final class ItemsRun {

    // What storing and answering may still need after the last model run.
    private static final long RESERVE_NANOS = 100_000_000;

    private final PredictionSteps<?, ?> steps;
    private final ResultSinks sinks;
    private final int chunkSize;
    private final Deadline deadline;
    private final OrderGuard order;
    private final List<Step> done = new ArrayList<>();
    private long slowestChunk;

    ItemsRun(PredictionSteps<?, ?> steps, ResultSinks sinks, int chunkSize, Ordering ordering,
            Deadline deadline) {
        this.steps = steps;
        this.sinks = sinks;
        this.chunkSize = chunkSize;
        this.deadline = deadline;
        this.order = new OrderGuard(ordering);
    }

    /** Every item as {@link Step.Stored} or {@link Step.Failed}. */
    List<Step> run(List<TriggerItem> items) {
        for (int from = 0; from < items.size(); from += chunkSize) {
            List<TriggerItem> chunk = items.subList(from, Math.min(items.size(), from + chunkSize));
            long start = System.nanoTime();
            if (deadline.bounded() && deadline.remainingNanos() < RESERVE_NANOS + 2 * slowestChunk) {
                chunk.forEach(item -> fail(item, outOfTime(item)));
            } else {
                runChunk(chunk);
            }
            slowestChunk = Math.max(slowestChunk, System.nanoTime() - start);
        }
        return done;
    }

    private static InferenceException outOfTime(TriggerItem item) {
        return InferenceException.deadline(item.reference(), "too little time is left in this invocation");
    }

    private void runChunk(List<TriggerItem> chunk) {
        Map<ResultKey, List<TriggerItem>> byKey = new LinkedHashMap<>();
        for (TriggerItem item : chunk) {
            if (order.holdsBack(item)) {
                fail(item, OrderGuard.heldBack(item));
            } else {
                byKey.computeIfAbsent(key(item), first -> new ArrayList<>(1)).add(item);
            }
        }
        try {
            skipStored(byKey);
        } catch (RuntimeException | Error failure) {
            byKey.values().forEach(items -> items.forEach(item -> fail(item, unavailable(item, failure))));
            return;
        }
        List<TriggerItem> distinct = byKey.values().stream().map(items -> items.get(0)).toList();
        store(steps.predict(distinct, deadline).stream().map(this::kept).toList(), byKey);
    }

    /** Poison that there is no place for comes again, and holds back what is behind it as any other does. */
    private Step kept(Step step) {
        return step instanceof Step.Ready ready && ready.poison().isPresent()
                ? sinks.refusal(ready.result()).<Step>map(cause -> new Step.Failed(step.item(), cause))
                        .orElse(step)
                : step;
    }

    private static InferenceException unavailable(TriggerItem item, Throwable failure) {
        InferenceException known = InferenceException.of(failure, item.reference());
        return known.retryable() ? known
                : InferenceException.unavailable(item.reference(), known.getMessage(), known);
    }

    private void skipStored(Map<ResultKey, List<TriggerItem>> byKey) {
        Set<ResultKey> stored = sinks.stored(byKey.keySet());
        for (ResultKey key : stored) {
            byKey.remove(key).forEach(item -> done.add(new Step.Stored(item, true, Optional.empty())));
        }
    }

    private void store(List<Step> predicted, Map<ResultKey, List<TriggerItem>> byKey) {
        List<Step.Ready> ready = inOrder(predicted);
        Map<Integer, InferenceException> failures = sinks
                .store(ready.stream().map(Step.Ready::result).toList());
        failures.putAll(setAside(ready, failures));
        int next = 0;
        for (Step step : predicted) {
            if (next < ready.size() && ready.get(next) == step) {
                settle(ready.get(next), failures.get(next), byKey);
                next++;
            } else {
                failAll(byKey, step.item(), step instanceof Step.Failed failed ? failed.cause()
                        : OrderGuard.heldBack(step.item()));
            }
        }
    }

    /** What may be stored: nothing that comes again with an item before it. */
    private List<Step.Ready> inOrder(List<Step> predicted) {
        OrderGuard guard = order.copy();
        List<Step.Ready> ready = new ArrayList<>(predicted.size());
        for (Step step : predicted) {
            if (step instanceof Step.Ready able && !guard.holdsBack(step.item())) {
                ready.add(able);
            } else {
                guard.failed(step.item());
            }
        }
        return ready;
    }

    /** Not what comes again with a result that was not stored: few dead letters recognise what they have already. */
    private Map<Integer, InferenceException> setAside(List<Step.Ready> ready,
            Map<Integer, InferenceException> failures) {
        OrderGuard guard = order.copy();
        List<Integer> poison = new ArrayList<>();
        for (int i = 0; i < ready.size(); i++) {
            Step.Ready step = ready.get(i);
            if (failures.containsKey(i) || guard.holdsBack(step.item())) {
                guard.failed(step.item());
            } else if (step.poison().isPresent()) {
                poison.add(i);
            }
        }
        Map<Integer, InferenceException> lost = new TreeMap<>();
        sinks.setAside(poison.stream().map(index -> ready.get(index).result()).toList())
                .forEach((at, cause) -> lost.put(poison.get(at), cause));
        return lost;
    }

    private void settle(Step.Ready ready, InferenceException failure,
            Map<ResultKey, List<TriggerItem>> byKey) {
        TriggerItem item = ready.item();
        if (failure != null) {
            failAll(byKey, item, failure);
        } else if (order.holdsBack(item)) {
            failAll(byKey, item, OrderGuard.heldBack(item));
        } else {
            List<TriggerItem> same = byKey.get(key(item));
            for (int i = 0; i < same.size(); i++) {
                done.add(new Step.Stored(same.get(i), i > 0, ready.poison()));
            }
        }
    }

    private void failAll(Map<ResultKey, List<TriggerItem>> byKey, TriggerItem item,
            InferenceException cause) {
        byKey.get(key(item)).forEach(same -> fail(same, cause));
    }

    private void fail(TriggerItem item, InferenceException cause) {
        order.failed(item);
        done.add(new Step.Failed(item, cause));
    }

    private ResultKey key(TriggerItem item) {
        return new ResultKey(item.eventId(), steps.model());
    }
}
