package thaw.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Targets of the same load in turn, round after round, each compared with others. Not thread-safe. */
final class PushRounds {

    private final PushLoad load = new PushLoad();
    private final List<PushLoad.Target> targets;
    private final List<ServerProcess> instances;
    private final List<List<Double>> rates = new ArrayList<>();
    private final List<List<Double>> costs = new ArrayList<>();

    /** Targets, and the processes that they are, if they are processes. */
    PushRounds(List<PushLoad.Target> targets, List<ServerProcess> instances) {
        this.targets = targets;
        this.instances = instances;
        targets.forEach(target -> {
            rates.add(new ArrayList<>());
            costs.add(new ArrayList<>());
        });
    }

    void warmUp(long millis) throws Exception {
        for (PushLoad.Target target : targets) {
            load.push(target, millis);
        }
    }

    void round(long millis) throws Exception {
        for (int i = 0; i < targets.size(); i++) {
            long before = processorMicros(i);
            PushLoad.Done done = load.push(targets.get(i), millis);
            rates.get(i).add(done.perSecond());
            costs.get(i).add((processorMicros(i) - before) / (double) done.messages());
        }
    }

    private long processorMicros(int index) {
        return instances.isEmpty() ? 0 : instances.get(index).processorTime().toNanos() / 1000;
    }

    /** A row of messages a second: a target's, and those of others with what it gains over each. */
    String rates(String what, int target, int... others) {
        return row(what, rates, target, others, (own, other) -> own / other);
    }

    /** A row of microseconds of the processors that a message took. */
    String costs(String what, int target, int... others) {
        return row(what, costs, target, others, (own, other) -> other / own);
    }

    private interface Gain {
        double of(double own, double other);
    }

    private static String row(String what, List<List<Double>> figures, int target, int[] others, Gain gain) {
        List<Double> own = figures.get(target);
        StringBuilder row = new StringBuilder(
                String.format("| %s | %.0f |", what, new Figures(own).median()));
        for (int index : others) {
            List<Double> other = figures.get(index);
            List<Double> gains = new ArrayList<>();
            for (int round = 0; round < own.size(); round++) {
                gains.add(gain.of(own.get(round), other.get(round)));
            }
            Figures all = new Figures(gains);
            row.append(String.format(" %.0f | %.1f (%.1f to %.1f) |", new Figures(other).median(),
                    all.median(), all.least(), all.most()));
        }
        return row.toString();
    }
}
