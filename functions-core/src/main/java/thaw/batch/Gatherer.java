package thaw.batch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

import thaw.Deadline;
import thaw.InferenceException;
import thaw.Limits;
import thaw.Model;
import thaw.Tensors;
import thaw.telemetry.Telemetry;

/**
 * Joins calls that wait for a model run into one run. Whoever is admitted takes along what waits for the same model, in
 * the order of arrival, up to {@link Limits#batchRows()}; with a {@link Limits#batchDelay()} it first waits that long for
 * more. Without a delay and with places free, nobody waits and nothing is joined. Thread-safe.
 */
public final class Gatherer {

    private final Admission admission;
    private final Telemetry telemetry;
    private final int batchRows;
    private final long delayNanos;
    /** Calls that wait to be admitted, by model; guarded by itself. Models have no equality but their own. */
    private final Map<Model, ArrayDeque<Ticket>> waiting = new IdentityHashMap<>();
    /** The run that waits for more rows, by model; guarded by {@link #waiting}. */
    private final Map<Model, Group> open = new IdentityHashMap<>();

    /** Within these limits, for all models together. */
    public Gatherer(Limits limits, Telemetry telemetry) {
        this.admission = new Admission(limits, telemetry);
        this.telemetry = telemetry;
        this.batchRows = limits.batchRows();
        this.delayNanos = limits.batchDelay().toNanos();
    }

    /**
     * The model's outputs for these inputs, alone or together with those of other callers.
     *
     * @param wanted the outputs wanted; empty for all
     * @throws InferenceException as {@link Model#infer}; overloaded, if too many wait; deadline, if time ran out;
     *                            unavailable, if the thread was interrupted while it waited
     */
    public Tensors infer(Model model, Tensors inputs, Set<String> wanted, Deadline deadline) {
        Call call = new Call(inputs, wanted, deadline);
        if (!gatherable(model, call)) {
            return alone(model, call);
        }
        if (delayNanos > 0 && joinOpen(model, call)) {
            return call.await();
        }
        Ticket ticket = new Ticket(call, admission.join());
        if (!ticket.waiter.admitted() && !admitted(model, ticket)) {
            return call.await();
        }
        return lead(model, call);
    }

    private boolean gatherable(Model model, Call call) {
        return call.rows() > 0 && call.rows() < batchRows && model.signature().batchable();
    }

    private Tensors alone(Model model, Call call) {
        admission.join().await(call.deadline());
        return run(model, List.of(call), call);
    }

    /** Waits in line; false if another caller took the call along. */
    private boolean admitted(Model model, Ticket ticket) {
        synchronized (waiting) {
            waiting.computeIfAbsent(model, key -> new ArrayDeque<>()).add(ticket);
        }
        try {
            ticket.waiter.await(ticket.call.deadline());
        } finally {
            remove(model, ticket);
        }
        return ticket.waiter.admitted();
    }

    private void remove(Model model, Ticket ticket) {
        synchronized (waiting) {
            ArrayDeque<Ticket> line = waiting.get(model);
            if (line != null && line.remove(ticket) && line.isEmpty()) {
                waiting.remove(model);
            }
        }
    }

    private Tensors lead(Model model, Call call) {
        Group group = new Group(call);
        takeWaiting(model, group);
        if (delayNanos > 0 && !group.full()) {
            hold(model, group);
        }
        return run(model, group.calls, call);
    }

    private Tensors run(Model model, List<Call> calls, Call own) {
        try {
            new JoinedRun(model, telemetry).run(calls);
        } finally {
            admission.leave();
        }
        return own.result();
    }

    private void takeWaiting(Model model, Group group) {
        synchronized (waiting) {
            ArrayDeque<Ticket> line = waiting.get(model);
            if (line == null) {
                return;
            }
            for (Iterator<Ticket> each = line.iterator(); each.hasNext() && !group.full();) {
                Ticket ticket = each.next();
                if (group.accepts(ticket.call) && admission.withdraw(ticket.waiter)) {
                    group.add(ticket.call);
                    each.remove();
                }
            }
            if (line.isEmpty()) {
                waiting.remove(model);
            }
        }
    }

    /** Joins a run that waits for more rows, if one accepts them. */
    private boolean joinOpen(Model model, Call call) {
        synchronized (waiting) {
            Group group = open.get(model);
            if (group == null || !group.accepts(call)) {
                return false;
            }
            group.add(call);
            if (group.full()) {
                waiting.notifyAll();
            }
            return true;
        }
    }

    /** Waits for more rows: until the group is full, the delay is over, or a caller's time is. */
    private void hold(Model model, Group group) {
        long until = System.nanoTime() + Math.min(delayNanos, group.first().deadline().remainingNanos() / 2);
        synchronized (waiting) {
            if (open.putIfAbsent(model, group) != null) {
                return;
            }
            try {
                for (long left = until - System.nanoTime(); left > 0
                        && !group.full(); left = until - System.nanoTime()) {
                    waiting.wait(left / 1_000_000, (int) (left % 1_000_000));
                }
            } catch (InterruptedException interrupted) {
                // The run goes ahead with what there is: others have joined it.
                Thread.currentThread().interrupt();
            } finally {
                open.remove(model);
            }
        }
    }

    /** A call and its place in line. */
    private record Ticket(Call call, Admission.Waiter waiter) {}

    /** The calls of one run; guarded by {@link #waiting} while others can join. */
    private final class Group {
        private final List<Call> calls = new ArrayList<>();
        private long rows;

        Group(Call first) {
            add(first);
        }

        Call first() {
            return calls.get(0);
        }

        boolean accepts(Call call) {
            return rows + call.rows() <= batchRows && first().joinable(call);
        }

        void add(Call call) {
            calls.add(call);
            rows += call.rows();
        }

        boolean full() {
            return rows >= batchRows;
        }
    }
}
