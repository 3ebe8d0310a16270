package thaw.cli;

/**
 * What a cloud would get for an event.
 *
 * @param document to the bit
 * @param failed   whether the event or some of its items come again, or the request was refused
 */
record ReplayAnswer(byte[] document, boolean failed) {}
