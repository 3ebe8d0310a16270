package thaw;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * The bytes of one input, wherever they lie: opened only when they are read, so that an object of a store is streamed
 * and a record that is a duplicate is never fetched. Thread-safe if its source is.
 */
public final class Payload {

    /** Opens the bytes from their beginning, each time anew. */
    @FunctionalInterface
    public interface Source {
        /** The bytes from the first on; closed by the reader. */
        InputStream open() throws IOException;
    }

    private final String contentType;
    private final long size;
    private final Source source;
    private final byte[] inMemory;
    private final Map<String, String> attributes;

    private Payload(String contentType, long size, Source source, byte[] inMemory,
            Map<String, String> attributes) {
        this.contentType = Objects.requireNonNull(contentType, "contentType");
        this.size = size;
        this.source = source;
        this.inMemory = inMemory;
        this.attributes = Map.copyOf(attributes);
    }

    /** Bytes in memory; the array is taken as it is and must not be changed afterwards. */
    public static Payload of(byte[] bytes, String contentType) {
        return new Payload(contentType, bytes.length, () -> new ByteArrayInputStream(bytes), bytes, Map.of());
    }

    /** A text, in UTF-8. */
    public static Payload ofText(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8), "text/plain");
    }

    /** Bytes that are fetched when they are read; size is their number, or -1 if it is not known. */
    public static Payload streamed(Source source, long size, String contentType) {
        return new Payload(contentType, size, Objects.requireNonNull(source, "source"), null, Map.of());
    }

    /** The same bytes with what the event says beside them, such as message attributes. */
    public Payload withAttributes(Map<String, String> names) {
        return new Payload(contentType, size, source, inMemory, names);
    }

    /** The media type the event names; empty if it names none. A hint: formats are recognised by their bytes. */
    public String contentType() {
        return contentType;
    }

    /** The number of bytes, where it is known without reading them. */
    public OptionalLong size() {
        return size < 0 ? OptionalLong.empty() : OptionalLong.of(size);
    }

    /** What the event says beside the bytes. */
    public Map<String, String> attributes() {
        return attributes;
    }

    /** The bytes as a stream from the first on; the caller closes it. */
    public InputStream open() throws IOException {
        return source.open();
    }

    /**
     * All bytes; an array that must not be changed.
     *
     * @param limit the most that may be held in memory
     * @throws InferenceException too large, before more than the limit is read; unavailable, if they cannot be read
     */
    public byte[] bytes(long limit) {
        if (size > limit) {
            throw InferenceException.tooLarge("input", limit, size, "bytes");
        }
        return inMemory != null ? inMemory : read(limit);
    }

    private byte[] read(long limit) {
        try (InputStream stream = source.open()) {
            byte[] bytes = stream.readNBytes((int) Math.min(limit + 1, Integer.MAX_VALUE - 8));
            if (bytes.length > limit) {
                throw InferenceException.tooLarge("input", limit, "bytes");
            }
            return bytes;
        } catch (IOException failure) {
            throw InferenceException.unavailable("input",
                    "its bytes could not be read: " + failure.getMessage(),
                    failure);
        }
    }

    /**
     * All bytes as text.
     *
     * @throws InferenceException as {@link #bytes(long)}, and malformed, if they are not UTF-8
     */
    public String text(long limit) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(limit))).toString();
        } catch (CharacterCodingException invalid) {
            throw InferenceException.malformed("input", "expected text in UTF-8, got other bytes", invalid);
        }
    }
}
