package thaw.cli;

import java.util.Optional;

import thaw.TriggerKind;

/** A cloud whose adapter answers recorded events on this machine. */
interface ReplayTarget {

    /** The largest event that the cloud hands to a function, in bytes. */
    long mostBytes();

    /** The kind of place that holds rows, as a setting names it. */
    String rows();

    /**
     * The trigger of an event, as far as the event says.
     *
     * @throws thaw.InferenceException malformed, if it is no event at all
     */
    Optional<TriggerKind> trigger(byte[] event);

    /**
     * What the cloud would get for an event.
     *
     * @throws thaw.InferenceException if the function cannot start, for a reason that names the setting
     */
    ReplayAnswer answer(Replay replay);
}
