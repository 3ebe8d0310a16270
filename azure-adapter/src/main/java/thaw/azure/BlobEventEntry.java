package thaw.azure;

import java.nio.charset.StandardCharsets;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.EventGridTrigger;
import thaw.TriggerKind;
import thaw.json.JsonObject;

/** The entry to a function on blobs that Event Grid tells of: their bytes never pass through the host. */
public final class BlobEventEntry {

    private final Functions functions;

    /** Of the app's function. */
    public BlobEventEntry() {
        this(Functions.OF_PROCESS);
    }

    BlobEventEntry(Functions functions) {
        this.functions = functions;
    }

    /** Runs the function on the blob of an event, if it is about a new one. */
    public void run(@EventGridTrigger(name = "event") String event, ExecutionContext context) {
        functions.of(TriggerKind.BLOB).runBlobs(context, (blobs, invocation) -> blobs
                .gridEvent(JsonObject.parse(event.getBytes(StandardCharsets.UTF_8), "event"), invocation));
    }
}
