package thaw.azure;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.BlobTrigger;
import thaw.TriggerKind;

/** The entry to a function on blobs that the blob trigger tells of. */
public final class BlobEntry {

    private final Functions functions;

    /** Of the app's function. */
    public BlobEntry() {
        this(Functions.OF_PROCESS);
    }

    BlobEntry(Functions functions) {
        this.functions = functions;
    }

    /**
     * Runs the function on a blob.
     *
     * @param content    as the host bound it, used if it is the version that the properties describe
     * @param uri        of the blob, which names the account
     * @param properties with its ETag
     * @param path       its container and name
     */
    public void run(
            @BlobTrigger(name = "content", path = "%THAW_BLOB_CONTAINER%/{name}", dataType = "binary") byte[] content,
            @BindingName("Uri") String uri, @BindingName("Properties") String properties,
            @BindingName("BlobTrigger") String path, ExecutionContext context) {
        functions.of(TriggerKind.BLOB).runBlobs(context,
                (blobs, invocation) -> blobs.bound(content, uri, properties, path, invocation));
    }
}
