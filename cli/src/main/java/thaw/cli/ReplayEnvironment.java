package thaw.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import thaw.InferenceException;
import thaw.TriggerKind;

/** The settings of the function that an event is replayed to. Not thread-safe. */
final class ReplayEnvironment {

    private final Map<String, String> values;

    /** Begins with those of this process. */
    ReplayEnvironment(Map<String, String> process) {
        this.values = new HashMap<>(process);
    }

    /**
     * What a file says, one {@code NAME=value} a line as docker reads it: no quotes, {@code #} begins a comment line.
     *
     * @throws InferenceException malformed, with the number of the line
     */
    ReplayEnvironment file(Path file) throws IOException {
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            int equals = line.indexOf('=');
            if (line.isBlank() || line.stripLeading().startsWith("#")) {
                continue;
            }
            if (equals <= 0) {
                throw InferenceException.mismatch(file + ", line " + number, "NAME=value", "'" + line + "'");
            }
            values.put(line.substring(0, equals).strip(), line.substring(equals + 1));
        }
        return this;
    }

    ReplayEnvironment set(String name, String value) {
        values.put(name, value);
        return this;
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isBlank());
    }

    ReplayEnvironment setIfMissing(String name, String value) {
        return value(name).isPresent() ? this : set(name, value);
    }

    /** Sinks of that kind for a function that names none, so that it can be seen what they would get. */
    ReplayEnvironment sinksIfMissing(TriggerKind trigger, String kind) {
        boolean placed = values.keySet().stream().anyMatch(name -> name.startsWith("THAW_SINK"));
        if (trigger != TriggerKind.HTTP && !placed) {
            set("THAW_SINKS", "results").set("THAW_SINK_RESULTS", kind + ":results");
        }
        return setIfMissing("THAW_DEAD_LETTER", kind + ":set-aside");
    }

    Map<String, String> values() {
        return Map.copyOf(values);
    }
}
