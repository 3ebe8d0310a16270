package thaw.azure;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.EventHubTrigger;
import thaw.TriggerKind;
import thaw.azure.event.EventHubRecords;

/** The entry to a function on events of Event Hubs. */
public final class EventHubEntry {

    private final Functions functions;

    /** Of the app's function. */
    public EventHubEntry() {
        this(Functions.OF_PROCESS);
    }

    EventHubEntry(Functions functions) {
        this.functions = functions;
    }

    /**
     * Runs the function on a batch of one partition.
     *
     * @param events    their bodies
     * @param partition where they are from
     * @param numbers   their sequence numbers
     * @param beside    their properties
     */
    public void run(
            @EventHubTrigger(name = "events", eventHubName = "%THAW_EVENTHUB%", connection = "THAW_EVENTHUBS", dataType = "binary") byte[][] events,
            @BindingName("PartitionContext") String partition,
            @BindingName("SequenceNumberArray") long[] numbers, @BindingName("PropertiesArray") String beside,
            ExecutionContext context) {
        functions.of(TriggerKind.STREAM).runToTheEnd(context,
                invocation -> EventHubRecords.read(events, numbers, partition, beside, invocation));
    }
}
