package thaw.run;

import java.util.Optional;

import thaw.Sink;

/** What an adapter supplies: the writers for the sinks that a definition names. */
@FunctionalInterface
public interface SinkConnector {

    /**
     * A writer, connected lazily or at once; called once per sink, at start.
     *
     * @throws thaw.InferenceException if the sink is not configured, naming the sink and the setting
     */
    SinkWriter connect(Sink sink);

    /**
     * Where poison goes when the definition names no dead letter. Without one, a poison item is reported as failed, so
     * that the platform's own dead-letter queue gets it once its attempts are used up.
     */
    default Optional<Sink> deadLetter() {
        return Optional.empty();
    }
}
