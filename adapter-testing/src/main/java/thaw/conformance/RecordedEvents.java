package thaw.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

import thaw.InferenceException;
import thaw.json.Json;

/** Events as the clouds send them, by name: {@code aws/kinesis/records}. */
public final class RecordedEvents {

    private RecordedEvents() {}

    /** The document, byte for byte. */
    public static byte[] bytes(String name) {
        String resource = "/thaw/events/" + name + ".json";
        try (InputStream stream = RecordedEvents.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalArgumentException(
                        "expected the recorded event " + resource + ", found none");
            }
            return stream.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The document as a tree that a test may change: a pattern for its own events. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> tree(String name) {
        if (Json.parse(bytes(name), name) instanceof Map<?, ?> object) {
            return (Map<String, Object>) object;
        }
        throw InferenceException.mismatch(name, "an object", "another value");
    }
}
