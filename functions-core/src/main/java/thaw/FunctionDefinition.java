package thaw;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What runs, when, and where its results go. Immutable; the same definition runs on every target.
 *
 * @param <I> what the predictor takes
 * @param <O> what it gives
 */
public final class FunctionDefinition<I, O> {

    private final String name;
    private final TriggerKind trigger;
    private final ModelReference model;
    private final InputReader<I> reader;
    private final PredictorFactory<I, O> predictor;
    private final OutputWriter<O> writer;
    private final List<Sink> sinks;
    private final Optional<Sink> deadLetter;
    private final Limits limits;

    private FunctionDefinition(Builder<I, O> from) {
        name = from.name;
        trigger = from.trigger;
        model = from.model;
        reader = from.reader;
        predictor = from.predictor;
        writer = from.writer;
        sinks = List.copyOf(from.sinks);
        deadLetter = from.deadLetter;
        limits = from.limits;
    }

    /** A function that answers requests. Like the others, it serves its model package as it is until told more. */
    public static Builder<Payload, Prediction> onHttp(String name) {
        return packageAlone(name, TriggerKind.HTTP);
    }

    /** A function called by files that land in object storage. */
    public static Builder<Payload, Prediction> onBlob(String name) {
        return packageAlone(name, TriggerKind.BLOB);
    }

    /** A function called by records of a stream, a queue or a topic. */
    public static Builder<Payload, Prediction> onStream(String name) {
        return packageAlone(name, TriggerKind.STREAM);
    }

    /** A function called by that kind of trigger. */
    public static Builder<Payload, Prediction> on(TriggerKind trigger, String name) {
        return packageAlone(name, trigger);
    }

    private static Builder<Payload, Prediction> packageAlone(String name, TriggerKind trigger) {
        return new Builder<>(name, trigger, InputReader.payload(), LoadedModel::packagePredictor,
                Prediction::fields);
    }

    /** The function's name, in logs and metrics. */
    public String name() {
        return name;
    }

    /** What calls it. */
    public TriggerKind trigger() {
        return trigger;
    }

    /** Which model it runs. */
    public ModelReference model() {
        return model;
    }

    /** How an input is read. */
    public InputReader<I> reader() {
        return reader;
    }

    /** Makes its predictor for a loaded model. */
    public PredictorFactory<I, O> predictor() {
        return predictor;
    }

    /** How an output becomes a result's fields. */
    public OutputWriter<O> writer() {
        return writer;
    }

    /** Where results go; each result goes to all. */
    public List<Sink> sinks() {
        return sinks;
    }

    /** Where poison goes; without one it goes where the adapter's configuration says. */
    public Optional<Sink> deadLetter() {
        return deadLetter;
    }

    /** What it accepts. */
    public Limits limits() {
        return limits;
    }

    @Override
    public String toString() {
        return "function '" + name + "' on " + trigger + " with model " + model;
    }

    /**
     * Collects what a function is. Not thread-safe.
     *
     * @param <I> what the predictor takes
     * @param <O> what it gives
     */
    public static final class Builder<I, O> {
        private final String name;
        private final TriggerKind trigger;
        private final InputReader<I> reader;
        private final PredictorFactory<I, O> predictor;
        private final OutputWriter<O> writer;
        private final List<Sink> sinks = new ArrayList<>();
        private ModelReference model;
        private Optional<Sink> deadLetter = Optional.empty();
        private Limits limits = Limits.ofDefaults();

        private Builder(String name, TriggerKind trigger, InputReader<I> reader,
                PredictorFactory<I, O> predictor,
                OutputWriter<O> writer) {
            this.name = Objects.requireNonNull(name, "name");
            this.trigger = Objects.requireNonNull(trigger, "trigger");
            this.reader = Objects.requireNonNull(reader, "reader");
            this.predictor = Objects.requireNonNull(predictor, "predictor");
            this.writer = Objects.requireNonNull(writer, "writer");
            this.model = ModelReference.to(name);
        }

        /** The model, as {@code name} or {@code name@version}; by default it has the function's name. */
        public Builder<I, O> model(String reference) {
            this.model = ModelReference.parse(reference);
            return this;
        }

        /** The user's own types: how an input is read, predicted and written. */
        public <J, P> Builder<J, P> predictor(InputReader<J> in, Predictor<J, P> own, OutputWriter<P> out) {
            Objects.requireNonNull(own, "predictor");
            return predictor(in, loaded -> own, out);
        }

        /** The user's own types, with a predictor that must know the model. */
        public <J, P> Builder<J, P> predictor(InputReader<J> in, PredictorFactory<J, P> own,
                OutputWriter<P> out) {
            Builder<J, P> typed = new Builder<>(name, trigger, in, own, out);
            typed.model = model;
            typed.sinks.addAll(sinks);
            typed.deadLetter = deadLetter;
            typed.limits = limits;
            return typed;
        }

        /** One more place for every result. */
        public Builder<I, O> sink(Sink sink) {
            sinks.add(Objects.requireNonNull(sink, "sink"));
            return this;
        }

        /** Where an input goes that can never be predicted, with its reason. */
        public Builder<I, O> deadLetter(Sink sink) {
            this.deadLetter = Optional.of(sink);
            return this;
        }

        /** What the function accepts. */
        public Builder<I, O> limits(Limits accepted) {
            this.limits = Objects.requireNonNull(accepted, "limits");
            return this;
        }

        /** The definition. */
        public FunctionDefinition<I, O> build() {
            return new FunctionDefinition<>(this);
        }
    }
}
