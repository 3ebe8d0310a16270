package thaw.gcp.store;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import thaw.InferenceException;
import thaw.hosting.EntrySender;
import thaw.hosting.EntryWriter;
import thaw.hosting.ParallelPuts;
import thaw.hosting.ResultDocument;
import thaw.run.ResultRecord;
import thaw.run.SinkWriter;

/**
 * Messages of a topic: those without an ordering key many in a request, those with one each for itself and in their order,
 * for a request may hold a single key only. What arrives twice has the same attribute {@code key}. Thread-safe.
 */
final class PubSubTopic implements SinkWriter, EntrySender {

    private static final Capacity CAPACITY = new Capacity(500, 5 << 20, false);
    private static final int PAYLOAD_BYTES = 96 << 10;

    private final GoogleClient client;
    private final String topic;
    private final EntryWriter unordered;
    private final ParallelPuts ordered;

    /** The topic {@code name}, or {@code projects/p/topics/name}. */
    PubSubTopic(GoogleClient client, String place) {
        if (!place.matches("[^/]+|projects/[^/]+/topics/[^/]+")) {
            throw InferenceException.mismatch("topic", "<topic> or projects/<project>/topics/<topic>",
                    "'" + place + "'");
        }
        this.client = client;
        this.topic = place.contains("/") ? place : "projects/" + client.project() + "/topics/" + place;
        this.unordered = new EntryWriter(this);
        this.ordered = new ParallelPuts(topic, this::publish);
    }

    @Override
    public Map<Integer, InferenceException> store(List<ResultRecord> records) {
        Map<Integer, InferenceException> failures = new TreeMap<>();
        store(records, false, unordered::store, failures);
        store(records, true, ordered::store, failures);
        return failures;
    }

    private interface Part {
        Map<Integer, InferenceException> store(List<ResultRecord> records);
    }

    private static void store(List<ResultRecord> records, boolean keyed, Part part,
            Map<Integer, InferenceException> failures) {
        List<Integer> indexes = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            if (records.get(i).orderingKey().isEmpty() != keyed) {
                indexes.add(i);
            }
        }
        if (!indexes.isEmpty()) {
            part.store(indexes.stream().map(records::get).toList())
                    .forEach((at, cause) -> failures.put(indexes.get(at), cause));
        }
    }

    @Override
    public Capacity capacity() {
        return CAPACITY;
    }

    @Override
    public Map<Integer, String> send(List<Entry> entries) {
        publish(entries.stream().map(entry -> message(entry.document(), entry.uniqueKey(), "")).toList());
        return Map.of();
    }

    private void publish(ResultRecord record) {
        publish(List.of(message(ResultDocument.json(record, PAYLOAD_BYTES), ResultDocument.hash(record),
                record.orderingKey())));
    }

    private void publish(List<Map<String, Object>> messages) {
        Exchange.Reply reply = client.post(Api.PUBSUB, "/v1/" + topic + ":publish",
                Map.of("messages", messages), topic);
        if (reply.refused()) {
            throw GoogleClient.unavailable(topic, reply.status(), reply.reason(),
                    "roles/pubsub.publisher on the topic");
        }
        int published = reply.json().strings("messageIds").size();
        if (published < messages.size()) {
            throw InferenceException.unavailable(topic,
                    "expected the ids of " + messages.size() + " messages, got " + published, null);
        }
    }

    private static Map<String, Object> message(byte[] document, String key, String orderingKey) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("data", Base64.getEncoder().encodeToString(document));
        message.put("attributes", Map.of("key", key));
        if (!orderingKey.isEmpty()) {
            message.put("orderingKey", orderingKey);
        }
        return message;
    }

    @Override
    public void close() {
        ordered.close();
    }

    @Override
    public String toString() {
        return topic;
    }
}
