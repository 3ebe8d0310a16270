package thaw.aws.store;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import thaw.InferenceException;
import thaw.Sink;
import thaw.run.SinkConnector;
import thaw.run.SinkWriter;

/** The sinks of a function, as its settings place them. Nothing is connected before the first result. Thread-safe. */
public final class AwsSinks implements SinkConnector {

    private static final Sink DEAD_LETTER = Sink.stream("dead-letter");

    private final AwsClients clients;
    private final String function;
    private final Map<String, Locator> places;
    private final Optional<Locator> deadLetter;

    /**
     * Sinks of one function.
     *
     * @param places     by the sink's name as {@link SinkNames} writes it
     * @param deadLetter for poison, if the definition names none
     */
    public AwsSinks(AwsClients clients, String function, Map<String, Locator> places,
            Optional<Locator> deadLetter) {
        this.clients = Objects.requireNonNull(clients, "clients");
        this.function = Objects.requireNonNull(function, "function");
        this.places = Map.copyOf(places);
        this.deadLetter = deadLetter;
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
        Locator place = places.get(SinkNames.variable(sink.name()));
        if (place == null) {
            throw InferenceException.mismatch(setting, "where the sink '" + sink.name() + "' is", "nothing");
        }
        if (!suits(sink, place.kind())) {
            throw InferenceException.mismatch(setting, "a place for " + sink, place);
        }
        return writer(place);
    }

    private static boolean suits(Sink sink, Locator.Kind kind) {
        return switch (kind) {
            case DYNAMODB -> sink instanceof Sink.ToTable;
            case S3 -> sink instanceof Sink.ToObject;
            case KINESIS, SQS, SNS, EVENTBRIDGE -> sink instanceof Sink.ToStream
                    || sink instanceof Sink.ToAlert;
        };
    }

    /** What a place is for, when no definition says so. */
    public static Sink sinkFor(String name, Locator place) {
        if (place.options().containsKey("threshold") || place.options().containsKey("label")) {
            return Sink.alert(name, place.options().getOrDefault("label", ""), threshold(name, place));
        }
        return switch (place.kind()) {
            case DYNAMODB -> Sink.table(name);
            case S3 -> Sink.object(name);
            case KINESIS, SQS, SNS, EVENTBRIDGE -> Sink.stream(name);
        };
    }

    private static double threshold(String name, Locator place) {
        String text = place.options().getOrDefault("threshold", "0");
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException invalid) {
            throw InferenceException.mismatch("sink '" + name + "'", "a threshold that is a number",
                    "'" + text + "'");
        }
    }

    private SinkWriter writer(Locator place) {
        return switch (place.kind()) {
            case DYNAMODB -> new DynamoDbTable(clients, place.place(), function);
            case S3 -> new S3Folder(clients, place.place());
            case KINESIS -> new EntryWriter(new KinesisSender(clients, place.place()));
            case SQS -> new EntryWriter(new SqsSender(clients, place.place()));
            case SNS -> new EntryWriter(new SnsSender(clients, place.place()));
            case EVENTBRIDGE -> new EntryWriter(new EventBridgeSender(clients, place.place(), function));
        };
    }
}
