package thaw.run;

import thaw.Sink;

/** What an adapter supplies: the writer for a sink that a definition names. */
@FunctionalInterface
public interface SinkConnector {

    /**
     * A writer, connected lazily or at once; called once per sink, at start.
     *
     * @throws thaw.InferenceException if the sink is not configured, naming the sink and the setting
     */
    SinkWriter connect(Sink sink);
}
