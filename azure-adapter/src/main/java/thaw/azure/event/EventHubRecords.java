package thaw.azure.event;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import thaw.Ordering;
import thaw.Payload;
import thaw.TriggerEvent.StreamTrigger;
import thaw.TriggerItem;
import thaw.json.JsonObject;

/** Events of one partition of Event Hubs; their order is the partition's. */
public final class EventHubRecords {

    private EventHubRecords() {}

    /**
     * The events of a batch.
     *
     * @param bodies    in order
     * @param numbers   their sequence numbers
     * @param partition where they are from, as JSON
     * @param beside    their properties, as a JSON list
     */
    public static StreamTrigger read(byte[][] bodies, long[] numbers, String partition, String beside,
            Invocation invocation) {
        JsonObject context = JsonObject.parse(partition.getBytes(StandardCharsets.UTF_8), "PartitionContext");
        String shard = context.string("EventHubName", context.string("EventHubPath", "eventhub")) + "/"
                + context.string("PartitionId", "0");
        PropertyLists properties = PropertyLists.of(beside, bodies.length);
        List<String> ids = SequenceIds.of(bodies, numbers);
        List<TriggerItem> items = new ArrayList<>();
        for (int i = 0; i < bodies.length; i++) {
            String id = shard + "/" + ids.get(i);
            items.add(new TriggerItem(id, "eventhubs/" + id, shard, "eventhubs:" + id,
                    Payload.of(bodies[i], "").withAttributes(properties.at(i))));
        }
        return new StreamTrigger(invocation.id(), Ordering.KEY, items, invocation.deadline());
    }
}
