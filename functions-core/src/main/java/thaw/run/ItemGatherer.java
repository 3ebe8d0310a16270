package thaw.run;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import thaw.Deadline;
import thaw.InferenceException;
import thaw.Limits;
import thaw.TriggerItem;
import thaw.TriggerResult;

/**
 * Joins requests that bring an item each into events of many, so that they share a model run and a write to each sink, and
 * gives every request its own answer. So many events go side by side as {@link Limits#concurrency()} says; whoever waits
 * first in line runs the next, with what waits behind, up to {@link Limits#batchRows()} items. With a
 * {@link Limits#batchDelay()} an event waits that long for more. Beyond {@link Limits#queue()} requests in line, the next
 * is refused. Thread-safe.
 */
public final class ItemGatherer {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    /** Runs the function on every item of an event. */
    @FunctionalInterface
    public interface Event {
        /** Which of the items must come again. */
        TriggerResult run(List<TriggerItem> items, Deadline deadline);
    }

    private final Event event;
    private final int mostItems;
    private final int mostEvents;
    private final int queue;
    private final long delayNanos;
    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by the lock. */
    private final ArrayDeque<Request> line = new ArrayDeque<>();
    /** Guarded by the lock. */
    private int running;

    /** Gathers within these limits. */
    public ItemGatherer(Limits limits, Event event) {
        this.event = Objects.requireNonNull(event, "event");
        this.mostItems = limits.batchRows();
        this.mostEvents = limits.concurrency();
        this.queue = limits.queue();
        this.delayNanos = limits.batchDelay().toNanos();
    }

    /** One request in line; its fields are guarded by the lock. */
    private final class Request {
        private final List<TriggerItem> items;
        private final Deadline deadline;
        private final long arrived = System.nanoTime();
        private final Condition turn = lock.newCondition();
        private boolean done;
        private Optional<InferenceException> failure = Optional.empty();

        Request(List<TriggerItem> items, Deadline deadline) {
            this.items = items;
            this.deadline = deadline;
        }

        void finish(Optional<InferenceException> cause) {
            failure = cause;
            done = true;
            turn.signal();
        }
    }

    /**
     * Runs the function on these items, alone or together with those of others.
     *
     * @return why they must come again, or nothing if all are stored or set aside
     */
    public Optional<InferenceException> run(List<TriggerItem> items, Deadline deadline) {
        if (items.isEmpty()) {
            return Optional.empty();
        }
        Request own = new Request(items, deadline);
        List<Request> group;
        lock.lock();
        try {
            enter(own);
            if (!leads(own)) {
                return own.failure;
            }
            group = taken();
        } catch (InferenceException refused) {
            return Optional.of(refused);
        } finally {
            lock.unlock();
        }
        runTogether(group);
        return own.failure;
    }

    private void enter(Request own) {
        if (line.size() >= queue && running >= mostEvents) {
            throw InferenceException.overloaded("server", "expected at most " + mostEvents
                    + " events side by side with " + queue + " requests waiting, got one more", RETRY_AFTER);
        }
        line.add(own);
        line.peek().turn.signal();
    }

    /**
     * Waits until the request is to run the next event, true, or another has taken it along, false.
     *
     * @throws InferenceException deadline or unavailable, if its time runs out or its thread is interrupted before; its
     *                            items may be stored all the same
     */
    private boolean leads(Request own) {
        while (!own.done) {
            long left = wait(own);
            if (left <= 0) {
                return true;
            }
            requireTime(own);
            try {
                own.turn.awaitNanos(Math.min(left, own.deadline.remainingNanos()));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                line.remove(own);
                signalFirst();
                throw InferenceException.unavailable("server", "interrupted while items waited", stopped);
            }
        }
        return false;
    }

    private void requireTime(Request own) {
        if (own.deadline.passed()) {
            line.remove(own);
            signalFirst();
            throw InferenceException.deadline("server", "expected the items' turn within the time allowed");
        }
    }

    /** How long until the request may lead; long if something else must happen first. */
    private long wait(Request own) {
        if (running >= mostEvents || line.peek() != own) {
            return TimeUnit.DAYS.toNanos(1);
        }
        if (delayNanos == 0 || waitingItems() >= mostItems) {
            return 0;
        }
        long delay = Math.min(delayNanos, own.deadline.remainingNanos() / 2);
        return own.arrived + delay - System.nanoTime();
    }

    private int waitingItems() {
        return line.stream().mapToInt(request -> request.items.size()).sum();
    }

    /** How many requests stand in line. */
    int waiting() {
        lock.lock();
        try {
            return line.size();
        } finally {
            lock.unlock();
        }
    }

    private List<Request> taken() {
        List<Request> group = new ArrayList<>();
        int items = 0;
        while (!line.isEmpty() && (group.isEmpty() || items + line.peek().items.size() <= mostItems)) {
            items += line.peek().items.size();
            group.add(line.remove());
        }
        running++;
        signalFirst();
        return group;
    }

    private void signalFirst() {
        if (!line.isEmpty()) {
            line.peek().turn.signal();
        }
    }

    private void runTogether(List<Request> group) {
        Map<String, InferenceException> failures = new HashMap<>();
        try {
            failures.putAll(failures(group));
        } catch (RuntimeException | Error defect) {
            InferenceException cause = InferenceException.of(defect, "event");
            group.forEach(request -> request.items.forEach(item -> failures.put(item.itemId(), cause)));
        } finally {
            finish(group, failures);
        }
    }

    private Map<String, InferenceException> failures(List<Request> group) {
        List<TriggerItem> items = new ArrayList<>();
        group.forEach(request -> items.addAll(request.items));
        // Each waits for its own time only: that of the event is the longest of them.
        Deadline longest = group.stream().map(request -> request.deadline)
                .reduce((one, other) -> one.remainingNanos() >= other.remainingNanos() ? one : other)
                .orElseThrow();
        Map<String, InferenceException> failures = new HashMap<>();
        if (event.run(items, longest) instanceof TriggerResult.BatchResult failed) {
            failed.failures().forEach(failure -> failures.put(failure.itemId(), failure.cause()));
        }
        return failures;
    }

    private void finish(List<Request> group, Map<String, InferenceException> failures) {
        lock.lock();
        try {
            for (Request request : group) {
                request.finish(request.items.stream().map(item -> failures.get(item.itemId()))
                        .filter(Objects::nonNull).findFirst());
            }
            running--;
            signalFirst();
        } finally {
            lock.unlock();
        }
    }
}
