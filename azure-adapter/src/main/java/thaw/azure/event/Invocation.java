package thaw.azure.event;

import java.util.Objects;

import thaw.Deadline;

/**
 * One call by the worker.
 *
 * @param id       of it, the same in the host's log
 * @param deadline when the host gives up
 */
public record Invocation(String id, Deadline deadline) {
    public Invocation {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(deadline, "deadline");
    }
}
