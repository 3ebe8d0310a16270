package thaw;

/** What a platform does with the items after a failed one, and so what may still be stored. */
public enum Ordering {
    /** Items are independent: each failed one comes again by itself. */
    NONE,
    /** A failed item and all after it that share its ordering key come again, as in a FIFO queue. */
    KEY,
    /** A failed item and all after it come again: the failure is a checkpoint, as in a shard. */
    CHECKPOINT
}
