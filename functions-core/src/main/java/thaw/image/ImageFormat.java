package thaw.image;

import java.nio.ByteBuffer;

/**
 * One file format; a further one is added through {@link java.util.ServiceLoader}.
 *
 * <p>Implementations are stateless, safe for use by several threads, and have a public constructor without
 * parameters that does no work, because it runs when a file of an unknown format arrives.
 */
public interface ImageFormat extends ImageDecoder {
    /** The name that error messages use, for example {@code PNG}. */
    String name();

    /**
     * Whether the file starts with this format's signature.
     *
     * @param encoded the whole file, possibly shorter than any signature; must not be changed
     */
    boolean recognises(ByteBuffer encoded);
}
