package thaw.azure.event;

import java.util.List;

import thaw.Ordering;
import thaw.Payload;
import thaw.TriggerEvent.StreamTrigger;
import thaw.TriggerItem;

/** Messages of a storage queue, which come one by one. */
public final class QueueRecords {

    private QueueRecords() {}

    /**
     * One message.
     *
     * @param queue its queue
     * @param id    that the queue gave it
     * @param body  decoded
     */
    public static StreamTrigger read(String queue, String id, byte[] body, Invocation invocation) {
        String name = queue + "/" + id;
        return new StreamTrigger(invocation.id(), Ordering.NONE,
                List.of(new TriggerItem(name, "azqueue/" + name, "", "azqueue:" + name,
                        Payload.of(body, ""))),
                invocation.deadline());
    }
}
