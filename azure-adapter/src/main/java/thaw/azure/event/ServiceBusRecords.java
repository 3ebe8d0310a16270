package thaw.azure.event;

import java.util.ArrayList;
import java.util.List;

import thaw.Ordering;
import thaw.Payload;
import thaw.TriggerEvent.StreamTrigger;
import thaw.TriggerItem;

/** Messages of a queue or a subscription of Service Bus; with sessions, the order of each session is kept. */
public final class ServiceBusRecords {

    private ServiceBusRecords() {}

    /**
     * The messages of a batch.
     *
     * @param entity   the queue, or the topic and subscription
     * @param bodies   in order
     * @param numbers  their sequence numbers, which the entity gives once
     * @param sessions their sessions; the host leaves empty ones out
     * @param beside   their properties, as a JSON list
     */
    public static StreamTrigger read(String entity, byte[][] bodies, long[] numbers, String[] sessions,
            String beside,
            Invocation invocation) {
        boolean inSessions = sessions != null && sessions.length == bodies.length;
        PropertyLists properties = PropertyLists.of(beside, bodies.length);
        List<String> ids = SequenceIds.of(bodies, numbers);
        List<TriggerItem> items = new ArrayList<>();
        for (int i = 0; i < bodies.length; i++) {
            String id = entity + "/" + ids.get(i);
            items.add(
                    new TriggerItem(id, "servicebus/" + id, inSessions ? sessions[i] : "", "servicebus:" + id,
                            Payload.of(bodies[i], "").withAttributes(properties.at(i))));
        }
        return new StreamTrigger(invocation.id(), inSessions ? Ordering.KEY : Ordering.NONE, items,
                invocation.deadline());
    }
}
