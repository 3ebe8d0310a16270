package thaw.telemetry;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long each phase of loading a model took, in the order in which they ran. Immutable.
 *
 * @param nanos by phase: {@code native_library}, {@code verify}, {@code session}, {@code priming}
 */
public record LoadPhases(Map<String, Long> nanos) {

    public LoadPhases {
        nanos = Collections.unmodifiableMap(new LinkedHashMap<>(nanos));
    }

    /** All phases together, in nanoseconds. */
    public long total() {
        return nanos.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Times phases one after the other. Not thread-safe. */
    public static final class Recorder {
        private final Map<String, Long> nanos = new LinkedHashMap<>();
        private long since = System.nanoTime();

        /** What ran since the last mark was that phase. */
        public Recorder mark(String phase) {
            long now = System.nanoTime();
            nanos.merge(phase, now - since, Long::sum);
            since = now;
            return this;
        }

        /** The phases so far. */
        public LoadPhases phases() {
            return new LoadPhases(nanos);
        }
    }
}
