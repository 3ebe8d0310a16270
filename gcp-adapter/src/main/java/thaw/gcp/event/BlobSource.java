package thaw.gcp.event;

import java.io.IOException;
import java.io.InputStream;

/** Opens objects of a store. Thread-safe. */
@FunctionalInterface
public interface BlobSource {

    /**
     * The bytes of exactly that generation, as a stream.
     *
     * @throws thaw.InferenceException not found, if that generation is gone for good; unavailable, if it may be had later
     * @throws IOException             if the connection fails
     */
    InputStream open(BlobReference object) throws IOException;
}
