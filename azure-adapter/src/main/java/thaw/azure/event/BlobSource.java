package thaw.azure.event;

import java.io.IOException;
import java.io.InputStream;

/** Where the bytes of blobs are. Thread-safe. */
public interface BlobSource {

    /**
     * The bytes of that very version, from the first on.
     *
     * @throws thaw.InferenceException not found, if it is gone for good; unavailable, if it cannot be read just now
     */
    InputStream open(BlobReference blob) throws IOException;

    /**
     * The blob as it is now, with its ETag and size.
     *
     * @throws thaw.InferenceException as {@link #open}
     */
    BlobReference current(BlobReference blob);
}
