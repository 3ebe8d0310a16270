package thaw.hosting;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import thaw.InferenceException;
import thaw.Sink;
import thaw.run.SinkConnector;
import thaw.run.SinkWriter;

/** The sinks of a function, as its settings place them. Thread-safe. */
final class PlacedSinks implements SinkConnector {

    private static final Sink DEAD_LETTER = Sink.stream("dead-letter");

    private final String function;
    private final Map<String, SinkPlace> places;
    private final Optional<SinkPlace> deadLetter;

    /** Sinks of the function of that name. */
    PlacedSinks(String function, FunctionSettings settings) {
        this.function = Objects.requireNonNull(function, "function");
        this.places = settings.sinks();
        this.deadLetter = settings.deadLetter();
    }

    @Override
    public Optional<Sink> deadLetter() {
        return deadLetter.map(place -> DEAD_LETTER);
    }

    @Override
    public SinkWriter connect(Sink sink) {
        if (sink.equals(DEAD_LETTER) && deadLetter.isPresent()) {
            return writer(deadLetter.get());
        }
        String setting = "THAW_SINK_" + SinkNames.variable(sink.name());
        SinkPlace place = places.get(SinkNames.variable(sink.name()));
        if (place == null) {
            throw InferenceException.mismatch(setting, "where the sink '" + sink.name() + "' is", "nothing");
        }
        if (!place.kind().suits(sink)) {
            throw InferenceException.mismatch(setting, "a place for " + sink, place);
        }
        return writer(place);
    }

    private SinkWriter writer(SinkPlace place) {
        return place.kind().opener().open(place.place(), function);
    }
}
