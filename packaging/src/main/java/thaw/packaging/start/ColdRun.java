package thaw.packaging.start;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One cold start: a process from its start to its first answer.
 *
 * @param phases   how long each took, in milliseconds, in their order; the last is the rest until the answer
 * @param total    from the start of the process to its answer, in milliseconds
 * @param resident the most memory that it had, in bytes; 0 where the system does not tell
 * @param cpu      time on processors until the answer, in milliseconds; 0 where the system does not tell
 */
public record ColdRun(Map<String, Double> phases, double total, long resident, double cpu) {

    public ColdRun {
        phases = Collections.unmodifiableMap(new LinkedHashMap<>(phases));
    }

    Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("total_ms", total);
        tree.put("phases_ms", phases);
        tree.put("resident_bytes", resident);
        tree.put("cpu_ms", cpu);
        return tree;
    }
}
