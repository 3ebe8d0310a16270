package thaw.azure;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.QueueTrigger;
import thaw.TriggerKind;
import thaw.azure.event.QueueRecords;

/** The entry to a function on messages of a storage queue, which come one by one and after five tries go to its poison queue. */
public final class QueueEntry {

    private final Functions functions;

    /** Of the app's function. */
    public QueueEntry() {
        this(Functions.OF_PROCESS);
    }

    QueueEntry(Functions functions) {
        this.functions = functions;
    }

    /** Runs the function on a message. */
    public void run(
            @QueueTrigger(name = "message", queueName = "%THAW_QUEUE%", dataType = "binary") byte[] message,
            @BindingName("Id") String id, ExecutionContext context) {
        String queue = functions.setting("THAW_QUEUE", "queue");
        functions.of(TriggerKind.STREAM).run(context,
                invocation -> QueueRecords.read(queue, id, message, invocation));
    }
}
