package thaw;

import java.util.Objects;

/**
 * Where results go. A definition names a sink by a logical name; the adapter's configuration says which bucket, table
 * or topic that is, so that the same definition runs on every target.
 */
public sealed interface Sink {

    /** The logical name. */
    String name();

    /**
     * One JSON object per result in an object store or a folder.
     *
     * @param name the logical name
     */
    record ToObject(String name) implements Sink {
        public ToObject {
            requireName(name);
        }
    }

    /**
     * One row per result, its key the event and the model's version.
     *
     * @param name the logical name
     */
    record ToTable(String name) implements Sink {
        public ToTable {
            requireName(name);
        }
    }

    /**
     * One record per result on a stream, a queue or a topic.
     *
     * @param name the logical name
     */
    record ToStream(String name) implements Sink {
        public ToStream {
            requireName(name);
        }
    }

    /**
     * A message for people or machines to act on, only for results whose best score reaches the threshold.
     *
     * @param name      the logical name
     * @param label     the label that matters; empty for any
     * @param threshold the least score that alerts
     */
    record ToAlert(String name, String label, double threshold) implements Sink {
        public ToAlert {
            requireName(name);
            Objects.requireNonNull(label, "label");
            if (Double.isNaN(threshold)) {
                throw new IllegalArgumentException("sink '" + name + "': expected a threshold, got NaN");
            }
        }
    }

    /** Results as objects. */
    static Sink object(String name) {
        return new ToObject(name);
    }

    /** Results as rows. */
    static Sink table(String name) {
        return new ToTable(name);
    }

    /** Results as records. */
    static Sink stream(String name) {
        return new ToStream(name);
    }

    /** Alerts on a label's score. */
    static Sink alert(String name, String label, double threshold) {
        return new ToAlert(name, label, threshold);
    }

    private static void requireName(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("expected a sink's name, got a blank");
        }
    }
}
