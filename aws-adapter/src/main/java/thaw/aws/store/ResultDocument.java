package thaw.aws.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import thaw.InferenceException;
import thaw.json.Json;
import thaw.run.ResultRecord;

/**
 * A result as JSON. Poison carries its input in base64 up to a size; a larger one stays where {@code input} says. NaN and
 * infinities, which JSON cannot carry, become texts.
 */
final class ResultDocument {

    private ResultDocument() {}

    static byte[] json(ResultRecord record, int payloadBytes) {
        return Json.bytes(finite(fields(record, payloadBytes)));
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

    private static Object finite(Object tree) {
        if (tree instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, value) -> copy.put(key, finite(value)));
            return copy;
        }
        if (tree instanceof Iterable<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(element -> copy.add(finite(element)));
            return copy;
        }
        boolean lost = tree instanceof Double d && !Double.isFinite(d)
                || tree instanceof Float f && !Float.isFinite(f);
        return lost ? tree.toString() : tree;
    }

    /** One text per key, however long the event's id is: event, model, version, function. */
    static String hash(ResultRecord record) {
        return hash(record.key().eventId(), record.key().model().name(), record.key().model().version(),
                record.function());
    }

    static String hash(String... parts) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(String.join("\0", parts).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
