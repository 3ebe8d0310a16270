package thaw.hosting;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

import thaw.InferenceException;
import thaw.json.Finite;
import thaw.json.Json;
import thaw.run.ResultRecord;

/**
 * A result as JSON. Poison carries its input in base64 up to a size; a larger one stays where {@code input} says. NaN and
 * infinities, which JSON cannot carry, become texts.
 */
public final class ResultDocument {

    private ResultDocument() {}

    /**
     * The document of a result.
     *
     * @param payloadBytes the largest input that poison carries
     */
    public static byte[] json(ResultRecord record, int payloadBytes) {
        return Json.bytes(tree(record, payloadBytes));
    }

    /** The same before it is written, for stores that have a form of their own. */
    public static Map<?, ?> tree(ResultRecord record, int payloadBytes) {
        return (Map<?, ?>) Finite.tree(fields(record, payloadBytes));
    }

    private static Map<String, Object> fields(ResultRecord record, int payloadBytes) {
        Map<String, Object> fields = new LinkedHashMap<>(record.fields());
        if (!record.orderingKey().isEmpty()) {
            fields.put("ordering_key", record.orderingKey());
        }
        if (record.status() == ResultRecord.Status.POISON) {
            if (!record.payload().attributes().isEmpty()) {
                fields.put("attributes", record.payload().attributes());
            }
            putPayload(fields, record, payloadBytes);
        }
        return fields;
    }

    private static void putPayload(Map<String, Object> fields, ResultRecord record, int most) {
        try {
            fields.put("payload_base64",
                    Base64.getEncoder().encodeToString(record.payload().bytes(most)));
        } catch (InferenceException unreadable) {
            // Too large, or the very reason why it is poison: setting it aside must not fail for that.
            fields.put("payload_left_out", unreadable.getMessage());
        }
    }

    /** One text per key, however long the event's id is: event, model, version, function. */
    public static String hash(ResultRecord record) {
        return hash(record.key().eventId(), record.key().model().name(), record.key().model().version(),
                record.function());
    }

    /** One text for some parts, different for different ones. */
    public static String hash(String... parts) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(String.join("\0", parts).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
