package thaw.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import thaw.Payload;

/**
 * What a sink stores of one item.
 *
 * @param key         of which a sink keeps one
 * @param function    the definition's name
 * @param orderingKey results of one key are stored in their order; empty for none
 * @param reference   where the input is
 * @param status      predicted or poison
 * @param output      the fields of the prediction, in order; empty for poison
 * @param reason      why it is poison; empty if predicted
 * @param latency     from the item's arrival at the runner to its prediction
 * @param at          when it was predicted or set aside
 * @param payload     the input, for a dead letter
 */
public record ResultRecord(ResultKey key, String function, String orderingKey, String reference,
        Status status,
        Map<String, Object> output, String reason, Duration latency, Instant at, Payload payload) {

    /** Whether the item was predicted or set aside. */
    public enum Status {
        /** The model answered. */
        PREDICTED,
        /** It can never be predicted. */
        POISON
    }

    public ResultRecord {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(status, "status");
        output = Collections.unmodifiableMap(new LinkedHashMap<>(output));
    }

    /** The fields as every sink writes them: {@code event_id}, {@code model}, {@code version}, and so on. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("event_id", key.eventId());
        fields.put("function", function);
        fields.put("model", key.model().name());
        fields.put("version", key.model().version());
        fields.put("input", reference);
        fields.put("status", status.name().toLowerCase(Locale.ROOT));
        fields.put("output", output);
        if (status == Status.POISON) {
            fields.put("reason", reason);
        }
        fields.put("latency_us", latency.toNanos() / 1000);
        fields.put("at", at.toString());
        return fields;
    }
}
