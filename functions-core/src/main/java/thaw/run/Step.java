package thaw.run;

import java.util.Optional;

import thaw.InferenceException;
import thaw.Tensors;
import thaw.TriggerItem;

/**
 * One item on its way through a run. Each state carries what the next step needs, and only a {@link Stored} item is
 * acknowledged.
 */
sealed interface Step {

    /** The item that is on its way. */
    TriggerItem item();

    /** The model's inputs are made. */
    record Encoded(TriggerItem item, Tensors inputs) implements Step {}

    /** The model has answered, or never can: then the poison says why. What is left is to store the record. */
    record Ready(TriggerItem item, ResultRecord result,
            Optional<InferenceException> poison) implements Step {}

    /** Stored or set aside, now or by another delivery. */
    record Stored(TriggerItem item, boolean duplicate, Optional<InferenceException> poison) implements Step {}

    /** Must come again. */
    record Failed(TriggerItem item, InferenceException cause) implements Step {}
}
