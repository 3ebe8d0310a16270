package thaw.aws.event;

import thaw.InferenceException;
import thaw.TriggerItem;
import thaw.hosting.BrokenItem;

/**
 * What a record is called, which must be readable whatever it holds: else no answer could name it.
 *
 * @param itemId   what its source wants back
 * @param eventId  recognises it when it is delivered again
 * @param orderingKey of which the order is kept even if the record is broken; empty for none
 */
record RecordName(String itemId, String eventId, String orderingKey) {

    /** The item in the place of a record that cannot be read. */
    TriggerItem broken(Object tree, InferenceException cause) {
        return BrokenItem.of(itemId, eventId, orderingKey, tree, cause);
    }
}
