package thaw.azure;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.QueueTrigger;
import thaw.TriggerKind;
import thaw.json.JsonObject;

/**
 * The entry to a function on blobs that a storage queue tells of: events of Event Grid, or the queue
 * {@code webjobs-blobtrigger-poison} of those that the host gave up after five tries.
 */
public final class BlobQueueEntry {

    private final Functions functions;

    /** Of the app's function. */
    public BlobQueueEntry() {
        this(Functions.OF_PROCESS);
    }

    BlobQueueEntry(Functions functions) {
        this.functions = functions;
    }

    private static final String ACCOUNT = "THAW_BLOB_ACCOUNT";

    /** Runs the function on the blob that a message names. */
    public void run(
            @QueueTrigger(name = "message", queueName = "%THAW_QUEUE%", dataType = "binary") byte[] message,
            ExecutionContext context) {
        String account = functions.setting(ACCOUNT, "");
        functions.of(TriggerKind.BLOB).runBlobs(context, (blobs, invocation) -> blobs
                .queued(JsonObject.parse(message, "message"), account, invocation));
    }
}
