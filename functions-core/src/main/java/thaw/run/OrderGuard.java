package thaw.run;

import java.util.HashSet;
import java.util.Set;

import thaw.InferenceException;
import thaw.Ordering;
import thaw.TriggerItem;

/**
 * Remembers which items may no longer be stored in this event, because one before them failed and will come again. Not
 * thread-safe.
 */
final class OrderGuard {

    private final Ordering ordering;
    private final Set<String> failedKeys = new HashSet<>();
    private boolean failed;

    OrderGuard(Ordering ordering) {
        this.ordering = ordering;
    }

    /** Another that knows as much, and may learn something else. */
    OrderGuard copy() {
        OrderGuard copy = new OrderGuard(ordering);
        copy.failed = failed;
        copy.failedKeys.addAll(failedKeys);
        return copy;
    }

    /** The item failed; what the platform sends again with it is held back from here on. */
    void failed(TriggerItem item) {
        failed = true;
        failedKeys.add(item.orderingKey());
    }

    /** Whether the item comes again in any case, and so must wait for the one before it. */
    boolean holdsBack(TriggerItem item) {
        return switch (ordering) {
            case NONE -> false;
            case KEY -> !item.orderingKey().isEmpty() && failedKeys.contains(item.orderingKey());
            case CHECKPOINT -> failed;
        };
    }

    static InferenceException heldBack(TriggerItem item) {
        return InferenceException.unavailable(item.reference(), "held back behind a failed item", null);
    }
}
