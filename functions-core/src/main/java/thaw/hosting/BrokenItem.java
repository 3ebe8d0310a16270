package thaw.hosting;

import java.util.Base64;
import java.util.Map;

import thaw.InferenceException;
import thaw.Payload;
import thaw.TriggerItem;
import thaw.json.Json;

/** One item of many that can never be read: it is poison, and the others of its event are not. */
public final class BrokenItem {

    /** The attribute under which a dead letter finds the record that could not be read. */
    public static final String RECORD = "record";

    private static final int LONGEST = 32 << 10;

    private BrokenItem() {}

    /**
     * The item in whose place something unreadable came.
     *
     * @param record what came, as a tree of JSON
     * @param cause  why it cannot be read
     */
    public static TriggerItem of(String itemId, String eventId, Object record, InferenceException cause) {
        return of(itemId, eventId, "", record, cause);
    }

    /** The same, where its place in the order of a key is known all the same: it waits for those before it. */
    public static TriggerItem of(String itemId, String eventId, String orderingKey, Object record,
            InferenceException cause) {
        return new TriggerItem(itemId, eventId, orderingKey, cause.culprit(),
                payload(cause).withAttributes(Map.of(RECORD, excerpt(record))));
    }

    /** A payload that fails when it is read. */
    public static Payload payload(InferenceException cause) {
        return Payload.streamed(() -> {
            throw cause;
        }, -1, "");
    }

    private static String excerpt(Object record) {
        String text = Json.text(record);
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }

    /**
     * The bytes of a base64 text, as events carry them.
     *
     * @throws InferenceException malformed, naming the field
     */
    public static byte[] base64(String text, String field) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException invalid) {
            throw InferenceException.malformed(field, "expected base64: " + invalid.getMessage(), invalid);
        }
    }
}
