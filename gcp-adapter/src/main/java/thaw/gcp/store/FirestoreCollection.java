package thaw.gcp.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import thaw.InferenceException;
import thaw.hosting.Backoff;
import thaw.hosting.ResultDocument;
import thaw.json.Json;
import thaw.json.JsonObject;
import thaw.run.ResultKey;
import thaw.run.ResultRecord;
import thaw.run.SinkWriter;

/**
 * Documents of a collection, each created on the condition that its id is new, so that of concurrent duplicates exactly one
 * is stored. Many are written in one request, of which each succeeds or fails for itself. Thread-safe.
 */
final class FirestoreCollection implements SinkWriter {

    private static final String NEEDED = "roles/datastore.user";
    private static final int WRITES = 200;
    // A document may have one megabyte.
    private static final int PAYLOAD_BYTES = 512 << 10;
    private static final int BAD = 400;
    private static final int ALREADY_EXISTS = 6;
    private static final Set<Integer> BUSY = Set.of(4, 8, 10, 13, 14);

    private final GoogleClient client;
    private final String database;
    private final String collection;
    private final String function;

    /** The collection {@code name}, {@code database/name} or {@code projects/p/databases/d/documents/name}. */
    FirestoreCollection(GoogleClient client, String place, String function) {
        String[] parts = place.split("/");
        this.client = client;
        this.function = function;
        if (place.startsWith("projects/") && parts.length == 6) {
            this.database = String.join("/", List.of(parts).subList(0, 4));
        } else if (parts.length <= 2) {
            this.database = "projects/" + client.project() + "/databases/"
                    + (parts.length == 2 ? parts[0] : "(default)");
        } else {
            throw InferenceException.mismatch("collection", "<collection>, <database>/<collection> or "
                    + "projects/<project>/databases/<database>/documents/<collection>", "'" + place + "'");
        }
        this.collection = parts[parts.length - 1];
    }

    private String documents() {
        return database + "/documents";
    }

    private String name(ResultKey key) {
        return documents() + "/" + collection + "/"
                + ResultDocument.hash(key.eventId(), key.model().name(), key.model().version(), function);
    }

    @Override
    public Map<Integer, InferenceException> store(List<ResultRecord> records) {
        Map<Integer, InferenceException> failures = new TreeMap<>();
        for (int from = 0; from < records.size(); from += WRITES) {
            write(records, from, Math.min(records.size(), from + WRITES), failures);
        }
        return failures;
    }

    private void write(List<ResultRecord> records, int from, int to,
            Map<Integer, InferenceException> failures) {
        List<Integer> left = IntStream.range(from, to).boxed().toList();
        for (int tries = 1; !left.isEmpty(); tries++) {
            Map<Integer, Refusal> refused = attempt(records, left);
            List<Integer> again = new ArrayList<>();
            for (Map.Entry<Integer, Refusal> refusal : refused.entrySet()) {
                if (refusal.getValue().busy() && tries < Backoff.TRIES) {
                    again.add(refusal.getKey());
                } else {
                    // The event is not to blame for what its result's place refuses: it comes again.
                    failures.put(refusal.getKey(), InferenceException.unavailable(documents(),
                            "not stored: " + refusal.getValue().reason(), null));
                }
            }
            left = again;
            if (!left.isEmpty()) {
                Backoff.await(tries, documents());
            }
        }
    }

    /**
     * Why a document was not written.
     *
     * @param reason what Firestore says
     * @param busy   whether another try may help at once
     */
    private record Refusal(String reason, boolean busy) {}

    /** The refusals by the record's index. */
    private Map<Integer, Refusal> attempt(List<ResultRecord> records, List<Integer> indexes) {
        List<Map<String, Object>> writes = indexes.stream().map(records::get).map(this::created).toList();
        Exchange.Reply reply = client.post(Api.FIRESTORE, "/v1/" + documents() + ":batchWrite",
                Map.of("writes", writes), documents());
        if (reply.status() == BAD && indexes.size() > 1) {
            return halves(records, indexes);
        }
        if (reply.refused()) {
            Refusal all = new Refusal(refused(reply).getMessage(), false);
            return indexes.stream().collect(Collectors.toMap(index -> index, index -> all));
        }
        return refusals(indexes, reply.json().objects("status"));
    }

    /** A document that Firestore cannot hold makes a request bad: it must not keep the others from their place. */
    private Map<Integer, Refusal> halves(List<ResultRecord> records, List<Integer> indexes) {
        int half = indexes.size() / 2;
        Map<Integer, Refusal> refused = new TreeMap<>(attempt(records, indexes.subList(0, half)));
        refused.putAll(attempt(records, indexes.subList(half, indexes.size())));
        return refused;
    }

    private static Map<Integer, Refusal> refusals(List<Integer> indexes, List<JsonObject> statuses) {
        Map<Integer, Refusal> refused = new TreeMap<>();
        for (int i = 0; i < indexes.size(); i++) {
            if (i >= statuses.size()) {
                // What the answer does not speak of may not be there.
                refused.put(indexes.get(i), new Refusal("the answer has no status of it", true));
                continue;
            }
            int code = statuses.get(i).integer("code", 0, 0, Integer.MAX_VALUE);
            if (code != 0 && code != ALREADY_EXISTS) {
                refused.put(indexes.get(i), new Refusal(
                        statuses.get(i).string("message", "") + " (code " + code + ")", BUSY.contains(code)));
            }
        }
        return refused;
    }

    private Map<String, Object> created(ResultRecord record) {
        return Map.of("update",
                Map.of("name", name(record.key()), "fields",
                        FirestoreValues.fields(ResultDocument.tree(record, PAYLOAD_BYTES))),
                "currentDocument", Map.of("exists", false));
    }

    private InferenceException refused(Exchange.Reply reply) {
        return GoogleClient.unavailable(documents(), reply.status(), reply.reason(), NEEDED);
    }

    @Override
    public boolean recognisesDuplicates() {
        return true;
    }

    @Override
    public Set<ResultKey> stored(Collection<ResultKey> keys) {
        if (keys.isEmpty()) {
            return Set.of();
        }
        Map<String, ResultKey> byName = new HashMap<>();
        keys.forEach(key -> byName.put(name(key), key));
        Exchange.Reply reply = client.post(Api.FIRESTORE, "/v1/" + documents() + ":batchGet",
                Map.of("documents", List.copyOf(byName.keySet()), "mask",
                        Map.of("fieldPaths", List.of("event_id"))),
                documents());
        if (reply.refused()) {
            throw refused(reply);
        }
        Set<ResultKey> stored = new HashSet<>();
        if (Json.parse(reply.body(), "answer") instanceof List<?> answers) {
            for (Object answer : answers) {
                JsonObject.of(answer, "answer").object("found")
                        .ifPresent(found -> stored.add(byName.get(found.string("name"))));
            }
        }
        return stored;
    }
}
