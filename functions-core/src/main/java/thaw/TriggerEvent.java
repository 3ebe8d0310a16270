package thaw;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What called a function, free of any cloud's types. */
public sealed interface TriggerEvent {

    /** The id of the request or invocation: in every log line, and in the answer. */
    String requestId();

    /** When the platform gives up. */
    Deadline deadline();

    /**
     * A request that waits for its answer.
     *
     * @param requestId given by the caller or made
     * @param method    in upper case
     * @param path      decoded, beginning with a slash, without the stage or route prefix
     * @param query     decoded parameters
     * @param headers   names in lower case
     * @param body      as it came, perhaps compressed
     * @param deadline  when the platform gives up
     */
    record HttpTrigger(String requestId, String method, String path, Map<String, List<String>> query,
            Map<String, List<String>> headers, Payload body, Deadline deadline) implements TriggerEvent {
        public HttpTrigger {
            Objects.requireNonNull(requestId, "requestId");
            Objects.requireNonNull(method, "method");
            Objects.requireNonNull(path, "path");
            query = Map.copyOf(query);
            headers = Map.copyOf(headers);
            Objects.requireNonNull(body, "body");
            Objects.requireNonNull(deadline, "deadline");
        }

        /** The first value of a header, by its name in lower case; empty if there is none. */
        public String header(String name) {
            List<String> values = headers.get(name);
            return values == null || values.isEmpty() ? "" : values.get(0);
        }
    }

    /**
     * Files that landed in object storage: references, not bytes.
     *
     * @param requestId the invocation's
     * @param ordering  what the platform does after a failure
     * @param items     the objects
     * @param deadline  when the platform gives up
     */
    record BlobTrigger(String requestId, Ordering ordering, List<TriggerItem> items, Deadline deadline)
            implements
                TriggerEvent {
        public BlobTrigger {
            Objects.requireNonNull(requestId, "requestId");
            Objects.requireNonNull(ordering, "ordering");
            items = List.copyOf(items);
            Objects.requireNonNull(deadline, "deadline");
        }
    }

    /**
     * Records of a stream, a queue or a topic.
     *
     * @param requestId the invocation's
     * @param ordering  what the platform does after a failure
     * @param items     the records, in order
     * @param deadline  when the platform gives up
     */
    record StreamTrigger(String requestId, Ordering ordering, List<TriggerItem> items, Deadline deadline)
            implements
                TriggerEvent {
        public StreamTrigger {
            Objects.requireNonNull(requestId, "requestId");
            Objects.requireNonNull(ordering, "ordering");
            items = List.copyOf(items);
            Objects.requireNonNull(deadline, "deadline");
        }
    }
}
