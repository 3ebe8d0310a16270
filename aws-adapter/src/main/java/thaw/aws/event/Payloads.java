package thaw.aws.event;

import java.util.Base64;
import java.util.Map;

import thaw.InferenceException;
import thaw.Payload;
import thaw.TriggerItem;
import thaw.json.Json;

/** Bytes as events carry them. */
final class Payloads {

    /** Where a dead letter finds the record that could not be read. */
    static final String RECORD = "record";

    private static final int LONGEST = 32 << 10;

    private Payloads() {}

    /**
     * The bytes of a base64 text.
     *
     * @throws InferenceException malformed, naming the field
     */
    static byte[] base64(String text, String field) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException invalid) {
            throw InferenceException.malformed(field, "expected base64: " + invalid.getMessage(), invalid);
        }
    }

    /** An item that can never be read: it is poison, and the others of its batch are not. */
    static TriggerItem broken(String itemId, String eventId, Object record, InferenceException cause) {
        return new TriggerItem(itemId, eventId, "", cause.culprit(),
                failing(cause).withAttributes(Map.of(RECORD, excerpt(record))));
    }

    /** A payload that fails when it is read. */
    static Payload failing(InferenceException cause) {
        return Payload.streamed(() -> {
            throw cause;
        }, -1, "");
    }

    private static String excerpt(Object record) {
        String text = Json.text(record);
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }
}
