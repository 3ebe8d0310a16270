package thaw.packaging.start;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Several cold starts of one artefact. Immutable.
 *
 * @param function its name
 * @param target   it was made for
 * @param runs     in the order in which they were made; at least one
 */
public record ColdStarts(String function, String target, List<ColdRun> runs) {

    public ColdStarts {
        runs = List.copyOf(runs);
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("expected at least one run");
        }
    }

    /** The median of each phase over all runs, in their order. */
    public Map<String, Double> phases() {
        Set<String> names = new LinkedHashSet<>();
        runs.forEach(run -> names.addAll(run.phases().keySet()));
        // The rest until the answer stays last, whatever a single run knows beyond the first.
        if (names.remove(ColdStart.FIRST_ANSWER)) {
            names.add(ColdStart.FIRST_ANSWER);
        }
        Map<String, Double> phases = new LinkedHashMap<>();
        names.forEach(name -> phases.put(name, median(run -> run.phases().getOrDefault(name, 0.0))));
        return phases;
    }

    /** The least that a start took, in milliseconds. */
    public double minimum() {
        return runs.stream().mapToDouble(ColdRun::total).min().orElseThrow();
    }

    /** The median of all starts, in milliseconds. */
    public double median() {
        return median(ColdRun::total);
    }

    /** The median of the most memory that a run had, in bytes. */
    public long resident() {
        return (long) median(ColdRun::resident);
    }

    /** The median of the time on processors, in milliseconds. */
    public double cpu() {
        return median(ColdRun::cpu);
    }

    private double median(ToDoubleFunction<ColdRun> figure) {
        double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** All of it, for programs. */
    public Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("function", function);
        tree.put("target", target);
        tree.put("minimum_ms", minimum());
        tree.put("median_ms", median());
        tree.put("phases_ms", phases());
        tree.put("resident_bytes", resident());
        tree.put("cpu_ms", cpu());
        List<Object> all = new ArrayList<>();
        runs.forEach(run -> all.add(run.tree()));
        tree.put("runs", all);
        return tree;
    }
}
