package thaw.hosting;

import java.util.Objects;

import thaw.Sink;
import thaw.run.SinkWriter;

/**
 * A kind of place that a cloud has for results. Immutable.
 *
 * @param name  before the colon in a setting: {@code dynamodb}
 * @param form  what a setting looks like, for messages: {@code dynamodb:<table>}
 * @param holds what it keeps
 * @param opener makes its writers
 */
public record PlaceKind(String name, String form, Holds holds, Opener opener) {

    /** What a place keeps, and with it the sinks that it suits. */
    public enum Holds {
        /** Named documents. */
        OBJECTS,
        /** Rows, each with its key. */
        ROWS,
        /** Messages, records or events. */
        MESSAGES
    }

    /** Makes a writer to a place. */
    @FunctionalInterface
    public interface Opener {

        /**
         * A writer, which need not be connected before its first result.
         *
         * @param place    what a setting says behind the colon
         * @param function whose results they are
         * @throws thaw.InferenceException malformed, if that can be no such place
         */
        SinkWriter open(String place, String function);
    }

    public PlaceKind {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(form, "form");
        Objects.requireNonNull(holds, "holds");
        Objects.requireNonNull(opener, "opener");
    }

    boolean suits(Sink sink) {
        return switch (holds) {
            case ROWS -> sink instanceof Sink.ToTable;
            case OBJECTS -> sink instanceof Sink.ToObject;
            case MESSAGES -> sink instanceof Sink.ToStream || sink instanceof Sink.ToAlert;
        };
    }

    Sink sink(String sinkName) {
        return switch (holds) {
            case ROWS -> Sink.table(sinkName);
            case OBJECTS -> Sink.object(sinkName);
            case MESSAGES -> Sink.stream(sinkName);
        };
    }
}
