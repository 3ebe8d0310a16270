package thaw;

/** What calls a function. */
public enum TriggerKind {
    /** A request that waits for its answer. */
    HTTP,
    /** A file that landed in object storage. */
    BLOB,
    /** Records of a stream, a queue or a topic. */
    STREAM
}
