package thaw.aws.event;

import java.util.Objects;

import thaw.Deadline;

/**
 * What Lambda says of a call beside the event.
 *
 * @param requestId of the invocation
 * @param deadline  when results must be stored
 */
public record Invocation(String requestId, Deadline deadline) {
    public Invocation {
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(deadline, "deadline");
    }
}
