package thaw.packaging;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import thaw.Sink;

/** The variables that say where results go. */
final class SinkVariables {

    /** Ends the places that are not told: what is deployed must not have them. */
    static final String STAND_IN = "thaw-not-told";

    private SinkVariables() {}

    /**
     * Those of a function's code and those that are told.
     *
     * @param standIn a place of the platform for a sink that only code names, ending with {@link #STAND_IN}
     */
    static Map<String, String> of(Draft draft, Function<Sink, String> standIn) {
        Map<String, String> environment = new HashMap<>();
        draft.function().sinks()
                .forEach(sink -> environment.put("THAW_SINK_" + variable(sink.name()), standIn.apply(sink)));
        StringBuilder names = new StringBuilder();
        for (SinkOption sink : draft.request().sinks()) {
            Optional<String> name = sink.name();
            if (name.isPresent() && sink.place().isPresent()) {
                names.append(names.isEmpty() ? "" : ",").append(name.get());
                environment.put("THAW_SINK_" + variable(name.get()), sink.place().get());
            }
        }
        if (!names.isEmpty() && !draft.function().coded()) {
            environment.put("THAW_SINKS", names.toString());
        }
        return environment;
    }

    private static String variable(String name) {
        return name.toUpperCase(java.util.Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
