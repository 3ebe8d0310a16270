package thaw;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a function says to what called it, free of any cloud's types. */
public sealed interface TriggerResult {

    /**
     * The answer to a request.
     *
     * @param status  of HTTP
     * @param headers names in lower case, one value each
     * @param body    position to limit; binary if the content type says so
     */
    record HttpResult(int status, Map<String, String> headers, ByteBuffer body) implements TriggerResult {
        public HttpResult {
            headers = Map.copyOf(headers);
            Objects.requireNonNull(body, "body");
        }
    }

    /** Every item is stored or set aside: the platform may forget the event. */
    record Acknowledged() implements TriggerResult {}

    /**
     * Some items must come again; all others are stored or set aside.
     *
     * @param failures in the order of the event, each item id once; never empty
     */
    record BatchResult(List<ItemFailure> failures) implements TriggerResult {
        public BatchResult {
            failures = List.copyOf(failures);
            if (failures.isEmpty()) {
                throw new IllegalArgumentException(
                        "expected a failure; without one the event is acknowledged");
            }
        }
    }

    /**
     * An item that must come again.
     *
     * @param itemId as the event gave it
     * @param cause  why
     */
    record ItemFailure(String itemId, InferenceException cause) {
        public ItemFailure {
            Objects.requireNonNull(itemId, "itemId");
            Objects.requireNonNull(cause, "cause");
        }
    }
}
